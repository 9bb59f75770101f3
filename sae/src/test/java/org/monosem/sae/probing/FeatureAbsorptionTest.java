package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

class FeatureAbsorptionTest {
  private static final ProbeRequirements TWO = ProbeRequirements.SAEBENCH.withLeastLabels(2);
  private static final FeatureAbsorption ABSORPTION =
      FeatureAbsorption.defaults(Seed.of(4)).withRequirements(TWO);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void everyTokenIsJudgedAsByNumpy() throws IOException {
    ProbingGolden.Absorption golden = ProbingGolden.load().absorption;
    float[] decoder = new float[9 * 4];
    for (int i = 0; i < decoder.length; i++) {
      decoder[i] = golden.decoder[i / 4][i % 4];
    }
    ProbeDirection direction = new ProbeDirection(golden.probe, decoder);
    for (ProbingGolden.Case c : golden.cases) {
      BitSet main = new BitSet();
      IntStream.of(c.main).forEach(main::set);
      DesignMatrix row = new DenseRows(new float[][] {c.activations}, Examples.all(1));
      TokenAbsorption judged =
          TokenAbsorption.of(
              direction.projection(row, 0),
              direction.fired(Examples.sparse(new float[][] {c.features}), 0),
              main,
              AbsorptionThresholds.SAEBENCH);
      assertThat(judged.fraction()).isCloseTo(c.fraction, within(1e-5));
      assertThat(judged.full()).isEqualTo(c.full);
    }
  }

  private static TokenAbsorption judged(
      double projection, double mainValue, double otherCosine, double otherShare) {
    BitSet main = new BitSet();
    main.set(0);
    TokenAbsorption.Fired fired =
        mainValue == 0
            ? new TokenAbsorption.Fired(
                new int[] {1},
                new double[] {1},
                new double[] {otherCosine},
                new double[] {otherShare})
            : new TokenAbsorption.Fired(
                new int[] {0, 1},
                new double[] {mainValue, 1},
                new double[] {1, otherCosine},
                new double[] {mainValue, otherShare});
    return TokenAbsorption.of(projection, fired, main, AbsorptionThresholds.SAEBENCH);
  }

  @Test
  void theDefinitionsByHand() {
    assertThat(judged(2, 0, 0.5, 1)).isEqualTo(new TokenAbsorption(1, true));
    assertThat(judged(2, 0, 0.05, 1)).isEqualTo(new TokenAbsorption(0, true));
    assertThat(judged(2, 0, 0.01, 1)).isEqualTo(new TokenAbsorption(0, false));
    assertThat(judged(2, 0, 0.5, 0.7)).isEqualTo(new TokenAbsorption(0, false));
    assertThat(judged(-2, 0, 0.5, 1)).isEqualTo(new TokenAbsorption(0, false));
    assertThat(judged(2, 1, 0.5, 3)).isEqualTo(new TokenAbsorption(0.5, false));
    assertThat(judged(4, 1, 0.5, 2)).isEqualTo(new TokenAbsorption(2.0 / 3, false));
    assertThat(judged(2, 2, 0.5, 3)).isEqualTo(new TokenAbsorption(0, false));
  }

  /**
   * Letters a and b along two axes. Feature 0 fires on a, but on words of a whose number is a
   * multiple of four feature 2 fires instead, in both directions; feature 1 fires on b always.
   */
  private static ProbeExamples words(int count) {
    SplittableRandom random = Seed.of(1).random();
    float[][] activations = new float[count][3];
    float[][] features = new float[count][3];
    List<ExampleLabel> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean a = i % 2 == 0;
      boolean absorbed = i % 8 == 0;
      activations[i][a ? 0 : 1] = 2 + (float) random.nextDouble();
      activations[i][2] = absorbed ? 2 : 0;
      features[i][absorbed ? 2 : a ? 0 : 1] = 2;
      labels.add(new ExampleLabel(a ? "a" : "b", i));
    }
    return Examples.of(activations, features, labels);
  }

  private SparseAutoencoder dictionary(float[][] decoder) {
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(decoder[0].length, decoder.length, false),
        manager.create(decoder),
        manager.zeros(new Shape(decoder.length)),
        manager.create(decoder),
        manager.zeros(new Shape(decoder[0].length)));
  }

  private SparseAutoencoder absorbing() {
    return dictionary(new float[][] {{1, 0, 0}, {0, 1, 0}, {1, 0, 1}});
  }

  /** With a jump of one no letter is split: a fourth of a's words are absorbed, none of b's. */
  @Test
  void absorbedWordsAreFound() {
    FeatureAbsorption unsplit =
        new FeatureAbsorption(AbsorptionThresholds.SAEBENCH, 10, 1, TWO, Seed.of(4));
    try (SparseAutoencoder dictionary = absorbing()) {
      AbsorptionReport report = unsplit.measure(dictionary, words(800));
      LabelAbsorption a = report.measured().get(0);
      assertThat(a.label()).isEqualTo("a");
      assertThat(a.mainFeatures()).containsExactly(0);
      assertThat(a.probe().f1()).isEqualTo(1);
      ExampleSplit split = ExampleSplit.of(words(800), 0.2, Seed.of(4));
      long of = IntStream.of(split.test()).filter(i -> i % 2 == 0).count();
      long absorbed = IntStream.of(split.test()).filter(i -> i % 8 == 0).count();
      assertThat(a.truePositives()).isEqualTo((int) of);
      assertThat(a.fullCount()).isEqualTo((int) absorbed);
      assertThat(a.fullRate()).isEqualTo((double) absorbed / of);
      assertThat(a.meanFraction()).isCloseTo(a.fullRate(), within(1e-12));
      LabelAbsorption b = report.measured().get(1);
      assertThat(b.mainFeatures()).containsExactly(1);
      assertThat(b.fullRate()).isZero();
      assertThat(report.meanFullRate()).isCloseTo(a.fullRate() / 2, within(1e-12));
    }
  }

  /** The second feature lifts F1 from 6/7 to 1: then a is split, and nothing is absorbed. */
  @Test
  void splitFeaturesAreNotAbsorbed() {
    try (SparseAutoencoder dictionary = absorbing()) {
      AbsorptionReport report = ABSORPTION.measure(dictionary, words(800));
      LabelAbsorption a = report.measured().get(0);
      assertThat(a.mainFeatures()).containsExactly(0, 2);
      assertThat(a.mainF1()).isEqualTo(1);
      assertThat(a.fullRate()).isZero();
      assertThat(report.meanSplitFeatures()).isEqualTo(1.5);
    }
  }

  @Test
  void theJsonHasTheNamesOfSaeBench() {
    try (SparseAutoencoder dictionary = absorbing()) {
      Map<String, Object> json = ABSORPTION.measure(dictionary, words(800)).toMap();
      Map<?, ?> metrics = (Map<?, ?>) json.get("eval_result_metrics");
      assertThat(((Map<?, ?>) metrics.get("mean")).keySet().stream().map(String::valueOf))
          .containsExactly(
              "mean_absorption_fraction_score",
              "mean_full_absorption_score",
              "mean_num_split_features",
              "std_dev_absorption_fraction_score",
              "std_dev_full_absorption_score",
              "std_dev_num_split_features");
      Map<?, ?> first = (Map<?, ?>) ((List<?>) json.get("eval_result_details")).get(0);
      assertThat(first.get("test")).isEqualTo("a");
      assertThat(first.get("num_split_features")).isEqualTo(2L);
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (SparseAutoencoder dictionary = absorbing()) {
      int before = manager.getManagedArrays().size();
      ABSORPTION.measure(dictionary, words(800));
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void progressIsTold() {
    List<Long> told = new ArrayList<>();
    try (SparseAutoencoder dictionary = absorbing()) {
      ABSORPTION.measure(dictionary, words(80), told::add);
    }
    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void anInterruptEndsIt() {
    try (SparseAutoencoder dictionary = absorbing()) {
      ProbingListener interrupting = done -> Thread.currentThread().interrupt();
      assertThatThrownBy(() -> ABSORPTION.measure(dictionary, words(80), interrupting))
          .isInstanceOf(CancellationException.class)
          .hasMessage("absorption, labels: interrupted after 1");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void wrongInputIsRefused() {
    try (SparseAutoencoder dictionary = dictionary(new float[][] {{1, 0}})) {
      assertThatThrownBy(() -> ABSORPTION.measure(dictionary, words(80)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "dictionary: expected dOut=3 and dSae=3, as the examples, got dOut=2, dSae=1");
    }
    assertThatThrownBy(() -> new AbsorptionThresholds(0, 0, 0, 0))
        .hasMessage("mostAbsorbers: expected at least 1, got 0");
    assertThatThrownBy(() -> new ProbeRequirements(1, 1.5, 1))
        .hasMessage("leastF1: expected 0.0 to 1.0, got 1.5");
    assertThatThrownBy(() -> new ProbeRequirements(0, 0.5, 1))
        .hasMessage("leastTokens: expected at least 1, got 0");
  }
}
