package org.monosem.harvest.tokenizer;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.monosem.harvest.corpus.Corpus;

/** The golden files beside the tests; make_golden.py there says how they were made. */
final class Golden {
  record Row(String text, List<Integer> ids) {
    int[] idArray() {
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  record Content(List<String> merges, List<Row> rows) {}

  private Golden() {}

  static Content content() {
    return new Gson()
        .fromJson(new String(bytes("golden.json"), StandardCharsets.UTF_8), Content.class);
  }

  static Corpus corpus() {
    try {
      return Corpus.of(
          Path.of(Objects.requireNonNull(Golden.class.getResource("corpus.jsonl")).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static TokenizerFile tokenizer() {
    return TokenizerFile.of(bytes("tokenizer.json"), "golden", TokenizerOptions.standard());
  }

  static byte[] bytes(String name) {
    try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
