package org.monosem.core.polysemanticity.embedding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The strongest examples of one unit so far, with their inputs. What is dropped was either weaker
 * than as many others as are kept or below the threshold, and both only become stricter: so the
 * result is what two passes would give.
 */
final class StrongestExamples {
  private final ExampleOptions options;
  private final boolean known;
  private final TreeMap<Example, float[]> kept = new TreeMap<>(Example.STRONGEST_FIRST);
  private final Map<Long, Example> byDocument = new HashMap<>();
  private double maximum;

  private StrongestExamples(ExampleOptions options, double maximum, boolean known) {
    this.options = options;
    this.maximum = maximum;
    this.known = known;
  }

  static StrongestExamples ofUnknownMaximum(ExampleOptions options) {
    return new StrongestExamples(options, 0, false);
  }

  static StrongestExamples ofMaximum(ExampleOptions options, double maximum) {
    return new StrongestExamples(options, maximum, true);
  }

  /** Whether an activation may be that of an example; cheap, for the many that are not. */
  boolean exceeds(float activation) {
    return activation > 0 && activation > options.fraction() * maximum;
  }

  /** Whether an example that exceeds the threshold would be kept. */
  boolean wants(Example example) {
    Example other = options.onePerDocument() ? byDocument.get(example.document()) : null;
    if (other != null) {
      return Example.STRONGEST_FIRST.compare(example, other) < 0;
    }
    return kept.size() < options.perUnit()
        || Example.STRONGEST_FIRST.compare(example, kept.lastKey()) < 0;
  }

  /** Keeps an example that is {@link #wants wanted}. */
  void keep(Example example, float[] input) {
    if (options.onePerDocument()) {
      Example other = byDocument.put(example.document(), example);
      if (other != null) {
        kept.remove(other);
      }
    }
    kept.put(example, input);
    if (kept.size() > options.perUnit()) {
      dropWeakest();
    }
    raise(example.activation());
  }

  void takeIn(StrongestExamples other) {
    raise(other.maximum);
    other.kept.forEach(
        (example, input) -> {
          if (exceeds(example.activation()) && wants(example)) {
            keep(example, input);
          }
        });
  }

  boolean sameThreshold(StrongestExamples other) {
    return known == other.known && (!known || maximum == other.maximum);
  }

  UnitExamples of(int unit) {
    List<float[]> inputs = new ArrayList<>(kept.values());
    return UnitExamples.ofUnsafe(
        unit, maximum, List.copyOf(kept.keySet()), inputs.toArray(new float[0][]));
  }

  private void raise(double activation) {
    if (known || activation <= maximum) {
      return;
    }
    maximum = activation;
    while (!kept.isEmpty() && !exceeds(kept.lastKey().activation())) {
      dropWeakest();
    }
  }

  private void dropWeakest() {
    byDocument.remove(kept.pollLastEntry().getKey().document());
  }
}
