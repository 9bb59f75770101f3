package org.monosem.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.monosem.core.json.StrictJson;

/** About 200 KB of text of three kinds, as JSON lines. */
final class SampleCorpus {
  private static final String[] WORDS =
      "the model reads some text and finds features in sparse codes of many words".split(" ");
  private static final int DOCUMENTS_OF_A_KIND = 110;

  private SampleCorpus() {}

  static void write(Path file) {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS_OF_A_KIND; i++) {
      lines.add(line("prose", repeat(random, 100, SampleCorpus::word, " ")));
      lines.add(line("code", repeat(random, 30, r -> "int " + word(r) + " = 7;", "\n")));
      lines.add(line("numbers", repeat(random, 100, r -> "" + r.nextInt(100_000), " ")));
    }
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String repeat(
      Random random, int times, Function<Random, String> part, String between) {
    return IntStream.range(0, times)
        .mapToObj(i -> part.apply(random))
        .collect(Collectors.joining(between));
  }

  private static String line(String domain, String text) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("text", text);
    document.put("domain", domain);
    return StrictJson.writeLine(document).strip();
  }
}
