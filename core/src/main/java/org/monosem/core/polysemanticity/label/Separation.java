package org.monosem.core.polysemanticity.label;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * How well a feature tells texts of a concept from control texts.
 *
 * @param auc the probability that a text of the concept has the larger activation than a control
 *     text, a tie counting half; in [0, 1]
 * @param mad {@code (mean of concept - mean of control) / standard deviation of control}; infinite
 *     if the control does not vary and the means differ, 0 if they do not
 */
public record Separation(double auc, double mad) {

  /** Returns the separation with the standard deviation of {@link Deviation#POPULATION}. */
  public static Separation of(double[] concept, double[] control) {
    return of(concept, control, Deviation.POPULATION);
  }

  /**
   * Returns the separation of activations.
   *
   * @param concept one number for each text of the concept, at least one, finite
   * @param control one for each control text, at least one, finite
   * @param deviation how the control's standard deviation is taken
   * @throws IllegalArgumentException if they are not that
   */
  public static Separation of(double[] concept, double[] control, Deviation deviation) {
    Vectors.checkFinite("concept", concept);
    Vectors.checkFinite("control", control);
    double difference = StatUtils.mean(concept) - StatUtils.mean(control);
    double spread = new StandardDeviation(deviation == Deviation.SAMPLE).evaluate(control);
    return new Separation(auc(concept, control), difference == 0 ? 0 : difference / spread);
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("auc", auc);
    if (Double.isFinite(mad)) {
      fields.put("mad", mad);
    }
    return fields;
  }

  /** Mann and Whitney's U over the number of pairs, from the ranks of all, ties sharing theirs. */
  private static double auc(double[] concept, double[] control) {
    double[] all = new double[concept.length + control.length];
    System.arraycopy(concept, 0, all, 0, concept.length);
    System.arraycopy(control, 0, all, concept.length, control.length);
    for (int i = 0; i < all.length; i++) {
      all[i] += 0.0; // the ranking puts -0 before 0; here they are a tie
    }
    double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(all);
    double sum = StatUtils.sum(ranks, 0, concept.length);
    double pairs = (double) concept.length * control.length;
    return (sum - concept.length * (concept.length + 1.0) / 2) / pairs;
  }
}
