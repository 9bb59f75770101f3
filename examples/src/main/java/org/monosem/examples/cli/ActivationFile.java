package org.monosem.examples.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsWriter;

/** Activations of a hook point, written as one tensor {@code [batch, position, width]}. */
record ActivationFile(HookedLanguageModel model, HookPoint hook, int batchContexts) {

  /** Runs the contexts and writes the file; returns how many values it holds. */
  long write(TokenFile contexts, Path file, StopSignal stop) {
    int width = model.width(hook);
    long size = (long) contexts.batch() * contexts.position() * width;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "activations: one tensor holds at most %d values, got [%d, %d, %d]; write a cache instead"
              .formatted(Integer.MAX_VALUE - 8, contexts.batch(), contexts.position(), width));
    }
    float[] values = new float[(int) size];
    int at = 0;
    for (int from = 0; from < contexts.batch(); from += batchContexts) {
      stop.check();
      int to = Math.min(contexts.batch(), from + batchContexts);
      float[] part = run(contexts.rows(from, to), to - from, contexts.position());
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    SafetensorsWriter.create()
        .metadata("hook", hook.name())
        .add(
            "activations",
            ElementType.F32,
            List.of((long) contexts.batch(), (long) contexts.position(), (long) width),
            values)
        .write(file);
    return size;
  }

  private float[] run(long[] ids, int batch, int position) {
    try (NDManager scope = model.newManager()) {
      NDArray tokens = scope.create(ids, new Shape(batch, position));
      return model.activations(tokens, hook).toFloatArray();
    }
  }
}
