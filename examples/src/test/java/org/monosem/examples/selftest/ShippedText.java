package org.monosem.examples.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.harvest.pipeline.Harvest;
import org.monosem.sae.training.SaeTrainer;

/** A kernel text as it is shipped in a module: which kernels it has, and which they call. */
final class ShippedText {
  private static final Pattern CALL = Pattern.compile("self\\.(\\w+)\\(");
  private static final Pattern NAME = Pattern.compile("^(\\w+)\\(");

  private final Map<String, Set<String>> calls = new LinkedHashMap<>();

  private ShippedText(String text) {
    for (String function : text.split("(?m)^def ", -1)) {
      NAME.matcher(function)
          .results()
          .forEach(
              name ->
                  calls.put(
                      name.group(1),
                      CALL.matcher(function)
                          .results()
                          .map((MatchResult call) -> call.group(1))
                          .collect(Collectors.toCollection(TreeSet::new))));
    }
  }

  /** Returns every text of core, sae and harvest by its name below {@code org/monosem}. */
  static Map<String, ShippedText> all() {
    Map<String, ShippedText> all = new TreeMap<>();
    for (Class<?> inModule :
        new Class<?>[] {SparseAutoencoder.class, SaeTrainer.class, Harvest.class}) {
      Path place = place(inModule);
      try {
        if (Files.isDirectory(place)) {
          collect(place, all);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(place)) {
            collect(jar.getPath("/"), all);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  Set<String> kernels() {
    return calls.keySet();
  }

  Set<String> callsOf(String kernel) {
    return calls.getOrDefault(kernel, Set.of());
  }

  private static void collect(Path root, Map<String, ShippedText> all) throws IOException {
    Path base = root.resolve("org/monosem");
    try (Stream<Path> files = Files.walk(base)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".py")).toList()) {
        String name = base.relativize(file).toString().replace('\\', '/');
        all.put(name, new ShippedText(Files.readString(file)));
      }
    }
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
