package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.monosem.core.random.Seed;

/**
 * Sparse probing as SAEBench defines it (Karvonen et al. 2025, after Gurnee et al. 2023): how well
 * do the {@code k} best features tell a label.
 *
 * <p>One class against the rest: the training set holds the class and as many others, drawn at
 * random; so does the test set. The {@code k} columns are those with the largest absolute
 * difference of class means on the training set; a logistic regression ({@code C = 1}, L2) is
 * trained on them, and its accuracy on the test set counts. The same is done with {@code k}
 * dimensions of the activations, with all of them, with all features, and with {@code k} features
 * drawn at random among those active on the training set (mean over draws).
 *
 * <p>What differs from SAEBench 0.6.0: the data set is the caller's text, not six published ones;
 * groups never stand on both sides; all probes are the same regression at its minimum (SAEBench
 * trains those on all columns by 100 epochs of Adam without a penalty). The random baseline is
 * ours.
 *
 * @param ks the numbers of features, each at least 1, at least one of them
 * @param mostTrain the most training examples of a class and the rest together
 * @param mostTest the same for testing
 * @param leastExamples a class with fewer positives than this, or fewer others beside them, in
 *     training or in testing is left out
 * @param seed decides the split, who stands for the rest, and the random features
 */
public record SparseProbing(
    List<Integer> ks, int mostTrain, int mostTest, int leastExamples, Seed seed) {
  /** The share of groups that are tested on, as SAEBench's 1000 of 5000. */
  static final double TEST_SHARE = 0.2;

  private static final int RANDOM_DRAWS = 5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public SparseProbing {
    ks = List.copyOf(ks);
    Check.atLeast("ks", 1, ks.size());
    ks.forEach(k -> Check.atLeast("k", 1, k));
    Check.atLeast("mostTrain", 2, mostTrain);
    Check.atLeast("mostTest", 2, mostTest);
    Check.atLeast("leastExamples", 1, leastExamples);
  }

  /** Returns SAEBench's sizes: 4000 for training, 1000 for testing; {@code k} 1, 2, 5, 10, 20. */
  public static SparseProbing defaults(Seed seed) {
    return new SparseProbing(List.of(1, 2, 5, 10, 20), 4000, 1000, 20, seed);
  }

  /** Returns the same for other numbers of features. */
  public SparseProbing withKs(List<Integer> numbers) {
    return new SparseProbing(numbers, mostTrain, mostTest, leastExamples, seed);
  }

  /** Returns the same with another least number of examples. */
  public SparseProbing withLeastExamples(int least) {
    return new SparseProbing(ks, mostTrain, mostTest, least, seed);
  }

  /** Measures without telling anyone about progress. */
  public SparseProbingReport measure(ProbeExamples examples) {
    return measure(examples, classes -> {});
  }

  /**
   * Probes every class that has examples enough; the others are named with their counts, and so are
   * all if none has.
   *
   * @param progress is told the number of classes done, after each
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public SparseProbingReport measure(ProbeExamples examples, ProbingListener progress) {
    ExampleSplit split = ExampleSplit.of(examples, TEST_SHARE, seed);
    Map<String, Map<String, Double>> accuracies = new LinkedHashMap<>();
    List<LabelCount> leftOut = new ArrayList<>();
    for (String label : examples.labels()) {
      Check.notInterrupted("sparse probing, classes", accuracies.size() + leftOut.size());
      ClassSets sets = sets(examples, split, label);
      if (sets.positives().isAtLeast(leastExamples)) {
        accuracies.put(label, accuracies(examples, sets));
      } else {
        leftOut.add(sets.positives());
      }
      progress.onProgress(accuracies.size() + leftOut.size());
    }
    return new SparseProbingReport(examples.name(), leastExamples, accuracies, leftOut);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ClassSets(String label, int[] train, int[] test, Seed seed) {
    /** Both sets are half the class, half the rest. */
    LabelCount positives() {
      return new LabelCount(label, train.length / 2, test.length / 2);
    }
  }

  private ClassSets sets(ProbeExamples examples, ExampleSplit split, String label) {
    Seed own = seed.named(label);
    return new ClassSets(
        label,
        balanced(examples, split.train(), label, mostTrain, own.named("train")),
        balanced(examples, split.test(), label, mostTest, own.named("test")),
        own);
  }

  private static int[] balanced(
      ProbeExamples examples, int[] from, String label, int most, Seed seed) {
    return ExampleSplit.balanced(from, examples.isLabelled(from, label), most, seed);
  }

  private Map<String, Double> accuracies(ProbeExamples examples, ClassSets sets) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    Trial llm = trial(examples, sets, examples::activations);
    Trial sae = trial(examples, sets, examples::features);
    accuracies.put("llm_test_accuracy", llm.accuracyOfAll());
    ks.forEach(k -> accuracies.put("llm_top_%d_test_accuracy".formatted(k), llm.accuracyOfBest(k)));
    accuracies.put("sae_test_accuracy", sae.accuracyOfAll());
    ks.forEach(k -> accuracies.put("sae_top_%d_test_accuracy".formatted(k), sae.accuracyOfBest(k)));
    ks.forEach(
        k ->
            accuracies.put(
                "sae_random_%d_test_accuracy".formatted(k),
                IntStream.range(0, RANDOM_DRAWS)
                    .mapToDouble(draw -> sae.accuracyOfRandom(k, sets.seed().at(draw)))
                    .average()
                    .orElseThrow()));
    return accuracies;
  }

  private static Trial trial(ProbeExamples examples, ClassSets sets, RowChoice matrix) {
    return new Trial(
        matrix.of(sets.train()),
        examples.isLabelled(sets.train(), sets.label()),
        matrix.of(sets.test()),
        examples.isLabelled(sets.test(), sets.label()));
  }

  private interface RowChoice {
    DesignMatrix of(int[] rows);
  }
}
