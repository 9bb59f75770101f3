package org.monosem.examples.toy;

import java.util.concurrent.CancellationException;
import org.monosem.sae.toymodel.RunSettings;

/** An experiment on a toy model, ready to run. */
public interface ToyExperiment {
  /** Returns the name of its files, {@code capacity} for example. */
  String name();

  /** Returns all that decides its numbers, but for the device. */
  RunSettings settings();

  /** Returns what its progress is counted in, {@code problems} for example. */
  String unit();

  /** Returns how many of these there are. */
  long rounds();

  /**
   * Runs it, or what is left of it.
   *
   * @param progress told several times on the way how much is done
   * @param unfinished where work goes that is stopped, and comes from
   * @throws CancellationException if progress or an interrupt stopped it, and it has no findings
   *     without its end
   */
  Findings run(ToyProgress progress, UnfinishedWork unfinished);
}
