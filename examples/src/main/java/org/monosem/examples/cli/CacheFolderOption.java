package org.monosem.examples.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a measurement keeps the cache that it reads. */
final class CacheFolderOption {
  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "Where the cache is written, if it is not there yet; it stays.")
  Path folder;

  /** Returns the folder, in which it must be possible to write. */
  Path checked() {
    Output.requireFolder("--folder", folder);
    return folder;
  }
}
