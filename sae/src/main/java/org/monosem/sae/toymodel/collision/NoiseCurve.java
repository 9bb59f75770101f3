package org.monosem.sae.toymodel.collision;

import java.util.List;

/**
 * How noise changed the networks of one kind and deviation.
 *
 * @param bernoulli whether the noise was {@code +-sigma}, not normal
 * @param deviation {@code sigma}
 * @param moments from the start on
 */
public record NoiseCurve(boolean bernoulli, double deviation, List<Moment> moments) {

  /**
   * A moment.
   *
   * @param step how many steps were done
   * @param fourthPower {@code sum over k of W_ik^4}, mean over features and starts: 1 if each
   *     feature has one unit, {@code 3 / units} of a normal row of norm 1
   */
  public record Moment(long step, double fourthPower) {}

  /** Copies the moments. */
  public NoiseCurve {
    moments = List.copyOf(moments);
  }
}
