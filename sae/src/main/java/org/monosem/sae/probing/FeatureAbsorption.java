package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
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
 * <p>What differs from SAEBench: it reads the activations in a prompt that asks a model of two
 * billion parameters or more to spell; models of the size used here cannot, so tokens are taken
 * where they stand in text, at most some occurrences of each. Train and test share no token, as
 * there. Features are ranked by the difference of class means (SAEBench: by the weights of an
 * L1-penalised probe of all features, whose training is not seeded).
 *
 * @param thresholds when a feature has absorbed
 * @param mostFeatures the most main features; SAEBench: 10
 * @param f1Jump by how much one more must raise F1; SAEBench: 0.03
 * @param leastExamples labels with fewer in training or in testing are left out
 * @param seed decides the split
 */
public record FeatureAbsorption(
    AbsorptionThresholds thresholds,
    int mostFeatures,
    double f1Jump,
    int leastExamples,
    Seed seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public FeatureAbsorption {
    Check.atLeast("mostFeatures", 1, mostFeatures);
    Check.between("f1Jump", 0, 1, f1Jump);
    Check.atLeast("leastExamples", 1, leastExamples);
  }

  /** Returns SAEBench's numbers; labels need ten examples to train on, and ten to test on. */
  public static FeatureAbsorption defaults(Seed seed) {
    return new FeatureAbsorption(AbsorptionThresholds.SAEBENCH, 10, 0.03, 10, seed);
  }

  /** Measures without telling anyone about progress. */
  public AbsorptionReport measure(SparseAutoencoder dictionary, ProbeExamples tokens) {
    return measure(dictionary, tokens, labels -> {});
  }

  /**
   * Measures every label that has examples enough; leaves no array behind.
   *
   * @param dictionary an autoencoder; only its decoder is used
   * @param tokens see {@link TokenLabels#firstLetter}
   * @param progress is told the number of labels done, after each
   * @throws IllegalArgumentException if decoder rows are not as wide as the activations, or no
   *     label has examples enough
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
    float[] decoder = dictionary.wDec().toFloatArray();
    ExampleSplit split = ExampleSplit.of(tokens, SparseProbing.TEST_SHARE, seed);
    List<LetterAbsorption> measured = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (String label : tokens.labels()) {
      Check.notInterrupted("absorption, labels", measured.size());
      if (hasEnough(tokens, split.train(), label) && hasEnough(tokens, split.test(), label)) {
        measured.add(measured(label, tokens, split, decoder));
      } else {
        leftOut.add(label);
      }
      progress.onProgress(measured.size() + leftOut.size());
    }
    measured.stream().filter(l -> l.truePositives() == 0).forEach(l -> leftOut.add(l.label()));
    measured.removeIf(letter -> letter.truePositives() == 0);
    if (measured.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected a label with %d tokens to train on and to test on, got none of %s"
              .formatted(tokens.name(), leastExamples, tokens.labels()));
    }
    return new AbsorptionReport(measured, leftOut);
  }

  private boolean hasEnough(ProbeExamples tokens, int[] chosen, String label) {
    int positives = 0;
    for (boolean positive : tokens.isLabelled(chosen, label)) {
      positives += positive ? 1 : 0;
    }
    return positives >= leastExamples && chosen.length - positives >= leastExamples;
  }

  private LetterAbsorption measured(
      String label, ProbeExamples tokens, ExampleSplit split, float[] decoder) {
    boolean[] train = tokens.isLabelled(split.train(), label);
    boolean[] test = tokens.isLabelled(split.test(), label);
    DesignMatrix x = tokens.activations(split.test());
    LogisticProbe probe = LogisticRegression.fitBalanced(tokens.activations(split.train()), train);
    SplitFeatures main =
        SplitFeatures.of(
            new Trial(tokens.features(split.train()), train, tokens.features(split.test()), test),
            mostFeatures,
            f1Jump);
    BitSet mainSet = new BitSet();
    IntStream.of(main.features()).forEach(mainSet::set);
    ProbeDirection direction = new ProbeDirection(probe.weights(), decoder);
    List<TokenAbsorption> judged = new ArrayList<>();
    for (int row = 0; row < test.length; row++) {
      if (test[row] && probe.score(x, row) > 0) {
        judged.add(
            TokenAbsorption.of(
                direction.projection(x, row),
                direction.fired(tokens.features(), split.test()[row]),
                mainSet,
                thresholds));
      }
    }
    return summed(label, judged, main, probe.decide(x, test).f1());
  }

  private static LetterAbsorption summed(
      String label, List<TokenAbsorption> judged, SplitFeatures main, double probeF1) {
    int full = (int) judged.stream().filter(TokenAbsorption::full).count();
    double fraction = judged.stream().mapToDouble(TokenAbsorption::fraction).sum();
    return new LetterAbsorption(
        label,
        fraction / judged.size(),
        (double) full / judged.size(),
        full,
        judged.size(),
        Arrays.stream(main.features()).boxed().toList(),
        probeF1,
        main.f1());
  }
}
