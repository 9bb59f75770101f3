package org.monosem.sae.probing;

import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;

/**
 * Feature absorption (Chanin et al., A is for Absorption, 2024; SAEBench 0.6.0): a feature for a
 * general concept, such as a word's first letter, that stays silent on tokens where a more specific
 * feature has taken the concept into its own direction.
 *
 * <p>For every label: a logistic probe {@code w} on the activations (classes of equal weight)
 * stands for the concept. The <b>main features</b> are the first {@code k} by difference of class
 * means, with {@code k} raised from 1 as long as the F1 of a probe on them rises by more than
 * {@code f1Jump} (feature splitting; their number is {@code num_split_features}). Then, on the test
 * tokens with the label that the probe finds, with {@code p = x·w/|w|} and {@code p_i = f_i
 * d_i·w/|w|} of feature {@code i} with decoder row {@code d_i}:
 *
 * <ul>
 *   <li><b>full absorption</b>: no main feature fires, {@code p > 0}, and the feature of largest
 *       {@code p_i} has {@code cos(d_i, w) >= 0.025} and {@code p_i >= 0.4 p};
 *   <li><b>absorption fraction</b>: {@code M = sum p_i} over main features, {@code A} the sum of
 *       the three largest positive {@code p_i} of others with {@code cos(d_i, w) >= 0.1}. It is 0
 *       if {@code M >= p} or {@code A < 0.4 p}, else 1 if {@code M <= 0}, else {@code B / (B + M)}
 *       with {@code B = min(A, p - M)}.
 * </ul>
 *
 * <p>A label counts only if the activations hold it: {@link ProbeRequirements} asks for a probe
 * whose F1 on tokens it never saw is above 0.6, and for 20 such labels before means are taken, as
 * SAEBench does. The others are named as too weak, with their F1; without labels enough the result
 * is not defined. First letters are a case in point: SAEBench advises models of two billion
 * parameters or more, and a transformer of one layer and 4096 tokens does not hold them at any of
 * its hook points (its probes learn the tokens they are trained on by heart, and guess the others),
 * so nothing can absorb them. The kinds of tokens, {@link TokenLabels#kinds}, are held by models of
 * any size.
 *
 * <p>What differs from SAEBench: it reads the activations at the word in a prompt that asks for its
 * first letter; here tokens are taken where they stand in text, at most some occurrences of each.
 * Train and test share no token, as there. The probe is the minimum of its regression (SAEBench: 50
 * epochs of Adam on all labels at once). Features are ranked by the difference of class means
 * (SAEBench: by the weights of an L1-penalised probe of all features, whose training is not
 * seeded). SAEBench takes {@code f_i cos(d_i, w)} for {@code p_i}, as its decoder rows have norm
 * one; {@code p_i} is what that gives once norms are folded into the activations.
 *
 * @param thresholds when a feature has absorbed
 * @param mostFeatures the most main features; SAEBench: 10
 * @param f1Jump by how much one more must raise F1; SAEBench: 0.03
 * @param requirements what a label must have
 * @param seed decides the split
 */
public record FeatureAbsorption(
    AbsorptionThresholds thresholds,
    int mostFeatures,
    double f1Jump,
    ProbeRequirements requirements,
    Seed seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public FeatureAbsorption {
    Check.atLeast("mostFeatures", 1, mostFeatures);
    Check.between("f1Jump", 0, 1, f1Jump);
  }

  /** Returns SAEBench's numbers. */
  public static FeatureAbsorption defaults(Seed seed) {
    return new FeatureAbsorption(
        AbsorptionThresholds.SAEBENCH, 10, 0.03, ProbeRequirements.SAEBENCH, seed);
  }

  /** Returns the same with other requirements of a label. */
  public FeatureAbsorption withRequirements(ProbeRequirements other) {
    return new FeatureAbsorption(thresholds, mostFeatures, f1Jump, other, seed);
  }

  /** Measures without telling anyone about progress. */
  public AbsorptionReport measure(SparseAutoencoder dictionary, ProbeExamples tokens) {
    return measure(dictionary, tokens, labels -> {});
  }

  /**
   * Measures every label that meets the requirements; leaves no array behind.
   *
   * @param dictionary an autoencoder; only its decoder is used
   * @param tokens examples whose groups are tokens, as {@link ExampleChoice#tokens} picks them
   * @param progress is told the number of labels done, after each
   * @throws IllegalArgumentException if decoder rows are not as wide as the activations, or not as
   *     many as the features
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public AbsorptionReport measure(
      SparseAutoencoder dictionary, ProbeExamples tokens, ProbingListener progress) {
    if (dictionary.dOut() != tokens.dIn() || dictionary.dSae() != tokens.features().dSae()) {
      throw new IllegalArgumentException(
          "dictionary: expected dOut=%d and dSae=%d, as the examples, got dOut=%d, dSae=%d"
              .formatted(
                  tokens.dIn(), tokens.features().dSae(), dictionary.dOut(), dictionary.dSae()));
    }
    ExampleSplit split = ExampleSplit.of(tokens, SparseProbing.TEST_SHARE, seed);
    float[] decoder = dictionary.wDec().toFloatArray();
    return new AbsorptionRun(this, tokens, split, decoder).report(progress);
  }
}
