package org.monosem.examples.toy;

import java.util.function.IntConsumer;
import org.monosem.sae.toymodel.StepListener;

/** Counts the rounds of an experiment over its parts. */
final class Rounds {
  private final IntConsumer progress;
  private long before;

  Rounds(IntConsumer progress) {
    this.progress = progress;
  }

  /** Returns what hears of the next part. */
  StepListener part() {
    return (step, steps) -> {
      progress.accept(Math.toIntExact(before + step));
      before += step == steps ? steps : 0;
    };
  }
}
