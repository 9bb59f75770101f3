package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.safetensors.SafetensorsFile;

/**
 * Contexts of token ids from a safetensors file: the tensor {@code input_ids [batch, position]}.
 */
final class TokenFile {
  private static final String TENSOR = "input_ids";

  private final Path file;
  private final int batch;
  private final int position;
  private final long[] ids;

  private TokenFile(Path file, int batch, int position, long[] ids) {
    this.file = file;
    this.batch = batch;
    this.position = position;
    this.ids = ids;
  }

  static TokenFile read(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      List<Long> shape = tensors.info(TENSOR).shape();
      if (shape.size() != 2 || shape.contains(0L)) {
        throw new IllegalArgumentException(
            "%s, tensor %s: expected shape [batch, position], got %s"
                .formatted(file, TENSOR, shape));
      }
      return new TokenFile(
          file,
          Math.toIntExact(shape.get(0)),
          Math.toIntExact(shape.get(1)),
          tensors.readLongs(TENSOR));
    }
  }

  /** Refuses, before anything is written, contexts that a model cannot read. */
  TokenFile requireFor(HookedLanguageModel model) {
    if (position > model.contextLength()) {
      throw new IllegalArgumentException(
          "%s, tensor %s: expected at most %d positions, got shape [%d, %d]"
              .formatted(file, TENSOR, model.contextLength(), batch, position));
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= model.vocabularySize()) {
        throw new IllegalArgumentException(
            "%s, tensor %s: expected ids from 0 to %d, got %d at [%d, %d]"
                .formatted(
                    file, TENSOR, model.vocabularySize() - 1, ids[i], i / position, i % position));
      }
    }
    return this;
  }

  /** Returns the number of contexts. */
  int batch() {
    return batch;
  }

  /** Returns how many tokens a context has. */
  int position() {
    return position;
  }

  /** Returns the ids of some contexts, row after row. */
  long[] rows(int from, int to) {
    return Arrays.copyOfRange(ids, from * position, to * position);
  }
}
