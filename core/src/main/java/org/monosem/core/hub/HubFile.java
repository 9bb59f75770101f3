package org.monosem.core.hub;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A file of a repository, as the hub announces it.
 *
 * @param path where it is in the repository, with slashes
 * @param size its bytes
 * @param checksum what it must add up to
 */
public record HubFile(String path, long size, Checksum checksum) {
  private static final Pattern ODD = Pattern.compile("[\\\\:*?\"<>|\\p{Cntrl}]");

  /**
   * Checks that the path stays inside the folder that it is resolved in, on every system.
   *
   * @throws HubException if it does not, or the size is negative
   */
  public HubFile {
    boolean inside =
        Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
    if (!inside || ODD.matcher(path).find()) {
      throw new HubException("path: expected one inside the repository, got " + path);
    }
    if (size < 0) {
      throw new HubException(path + ": expected a size from 0 on, got " + size);
    }
  }

  /** Returns the place of the file in a folder. */
  public Path in(Path folder) {
    return folder.resolve(path);
  }
}
