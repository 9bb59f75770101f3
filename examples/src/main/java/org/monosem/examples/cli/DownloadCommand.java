package org.monosem.examples.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.monosem.core.hub.Hub;
import org.monosem.core.hub.HubFile;
import org.monosem.core.hub.HubListener;
import org.monosem.core.hub.HubRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files of a repository of the Hugging Face hub, checked, and resumed where they were cut. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Download a repository of models from the Hugging Face hub, or some of its files. Run it",
      "again to go on where it stopped. HF_TOKEN is sent to the hub if it is set; HF_ENDPOINT is",
      "the hub to ask."
    })
final class DownloadCommand extends CliCommand {
  private static final String OUT = "--out";

  @Parameters(index = "0", paramLabel = "REPOSITORY", description = "organisation/name")
  String repository;

  @Option(names = OUT, paramLabel = "DIR", description = "The folder to write in.")
  @Nullable Path out;

  @Option(
      names = "--revision",
      defaultValue = "main",
      paramLabel = "REVISION",
      description = "A branch, tag or commit. Default ${DEFAULT-VALUE}.")
  String revision;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = {
        "Only files whose path in the repository matches; * and ? stand for slashes too. May be",
        "given several times."
      })
  List<String> include = List.of();

  @Option(
      names = "--endpoint",
      defaultValue = "${env:HF_ENDPOINT:-https://huggingface.co}",
      paramLabel = "URL",
      description = "The hub. Default ${DEFAULT-VALUE}.")
  String endpoint;

  @Option(names = "--list", description = "Say which files there are, and download none.")
  boolean list;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    Path folder = folder();
    HubRepository source = new HubRepository(repository, revision);
    Hub hub = new Hub(address(), token());
    List<HubFile> files = hub.files(source).stream().filter(this::isIncluded).toList();
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          repository + ": no file of it matches " + (include.isEmpty() ? "" : include));
    }
    result.put("repository", repository);
    result.put("revision", revision);
    result.put("files", files.size());
    result.put("bytes", files.stream().mapToLong(HubFile::size).sum());
    if (folder == null) {
      result.put("paths", files.stream().map(HubFile::path).toList());
      return;
    }
    fetch(new Fetch(hub, source, folder), files, stop);
    result.put("output", folder.toString());
  }

  /** Returns where to write, or null where nothing is to be written. */
  private @Nullable Path folder() {
    if (list) {
      refuse("with --list", OUT);
      return null;
    }
    if (out == null) {
      throw new UsageException(OUT + " or --list is needed");
    }
    Output.requireFolder(OUT, out);
    return out;
  }

  /** From where to where. */
  private record Fetch(Hub hub, HubRepository source, Path folder) {}

  private void fetch(Fetch way, List<HubFile> files, StopSignal stop) {
    long all = files.stream().mapToLong(HubFile::size).sum();
    try (Progress progress = new Progress(console(), "download", "bytes", all)) {
      long before = 0;
      for (HubFile file : files) {
        long done = before;
        HubListener listener =
            (at, bytes) -> {
              stop.check();
              progress.at(done + bytes, at.path());
            };
        way.hub().download(way.source(), file, way.folder(), listener);
        before += file.size();
      }
    }
  }

  private URI address() {
    try {
      return URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--endpoint: expected an address, got " + endpoint);
    }
  }

  private static @Nullable String token() {
    String token = System.getenv("HF_TOKEN");
    return token == null || token.isBlank() ? null : token.strip();
  }

  private boolean isIncluded(HubFile file) {
    return include.isEmpty()
        || include.stream().anyMatch(glob -> pattern(glob).matcher(file.path()).matches());
  }

  /** A folder's name with a slash at its end stands for all below it, as in the hub's own tools. */
  private static Pattern pattern(String glob) {
    String whole = glob.endsWith("/") ? glob + "*" : glob;
    return Pattern.compile(
        whole
            .codePoints()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining()));
  }
}
