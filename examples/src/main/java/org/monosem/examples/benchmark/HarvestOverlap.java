package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.ActivationCacheWriter;
import org.monosem.harvest.cache.CacheCursor;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.cache.CacheOrigin;
import org.monosem.harvest.cache.RowLabels;
import org.monosem.harvest.transformer.Gpt2;

/**
 * Measures what a harvest gains by doing two things at once, each against the same work one after
 * the other, in turns: encoding text on all processors against one, and writing a full pool of rows
 * to disk while the next is computed against writing in between.
 */
public final class HarvestOverlap {
  private static final String ENCODERS = "encoders";
  private static final String ONE_ENCODER = "one encoder";
  private static final String IN_BACKGROUND = "in background";
  private static final String IN_BETWEEN = "in between";
  private static final int PASSES = 12;
  private static final int PASSES_A_POOL = 2;

  private final Gpt2 model;
  private final NDArray tokens;
  private final Path folder;

  private HarvestOverlap(Gpt2 model, NDArray tokens, Path folder) {
    this.model = model;
    this.tokens = tokens;
    this.folder = folder;
  }

  /**
   * Tokens a second, by the medians.
   *
   * @param encoded text encoded and packed, one thread for each processor
   * @param encodedAlone the same text encoded by one thread
   * @param written forward passes with a commit in the background for each two
   * @param writtenBetween the same with commits that are waited for
   */
  public record Rates(double encoded, double encodedAlone, double written, double writtenBetween) {
    Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("tokens_per_second_encoded", encoded);
      result.put("tokens_per_second_encoded_by_one_thread", encodedAlone);
      result.put("ratio_vs_one_encoding_thread", encoded / encodedAlone);
      result.put("tokens_per_second_written_in_background", written);
      result.put("tokens_per_second_written_in_between", writtenBetween);
      result.put("ratio_vs_writing_in_between", written / writtenBetween);
      return result;
    }
  }

  /**
   * Measures.
   *
   * @param text what is encoded
   * @param tokens what the model reads in a forward pass, {@code [contexts, positions]}
   * @param folder where the cache is written and removed
   */
  static Rates measure(TextHarvest text, Gpt2 model, NDArray tokens, Path folder, int turns) {
    HarvestOverlap overlap = new HarvestOverlap(model, tokens, folder.resolve("overlap"));
    long encoded = text.encodeOnOneThread();
    double passed = (double) PASSES * tokens.size();
    try (Race race = new Race()) {
      race.enter(ENCODERS, repeated(text::encode));
      race.enter(ONE_ENCODER, repeated(text::encodeOnOneThread));
      race.enter(IN_BACKGROUND, repeated(() -> overlap.write(true)));
      race.enter(IN_BETWEEN, repeated(() -> overlap.write(false)));
      race.run(turns, turn -> {});
      Timings timings = race.timings();
      return new Rates(
          encoded / timings.of(ENCODERS).median(),
          encoded / timings.of(ONE_ENCODER).median(),
          passed / timings.of(IN_BACKGROUND).median(),
          passed / timings.of(IN_BETWEEN).median());
    }
  }

  private static Contender repeated(Runnable work) {
    return times -> {
      for (int i = 0; i < times; i++) {
        work.run();
      }
    };
  }

  private void write(boolean inBackground) {
    int rows = Math.toIntExact(tokens.size());
    int width = model.width(HarvestRate.HOOK);
    CacheLayout layout = new CacheLayout(width, ElementType.F16, rows, PASSES_A_POOL * rows, 1);
    CacheOrigin origin =
        new CacheOrigin("random", HarvestRate.HOOK, "none", "none", 1, rows + " rows a pass");
    try (ActivationCacheWriter writer = ActivationCacheWriter.open(folder, origin, layout)) {
      for (int pass = 0; pass < PASSES; pass++) {
        if (rows > writer.free() && inBackground) {
          writer.commitInBackground(CacheCursor.START);
        } else if (rows > writer.free()) {
          writer.commit(CacheCursor.START);
        }
        append(writer, new Shape(rows, width));
      }
      writer.commit(CacheCursor.START);
      writer.finish();
    } finally {
      delete();
    }
  }

  private void append(ActivationCacheWriter writer, Shape shape) {
    int[] zeros = new int[Math.toIntExact(shape.get(0))];
    RowLabels labels = RowLabels.of(zeros, zeros, new long[zeros.length], new long[zeros.length]);
    try (NDManager scope = tokens.getManager().newSubManager()) {
      NDArray activations = model.activations(tokens, HarvestRate.HOOK);
      activations.attach(scope);
      NDArray rows = activations.reshape(shape);
      rows.attach(scope);
      writer.append(rows, labels);
    }
  }

  private void delete() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + folder, e);
    }
  }
}
