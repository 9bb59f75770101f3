package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

class FeatureSurveyTest {
  private static final int VOCABULARY = 31;
  private static final int D_IN = 6;
  private static final int D_SAE = 20;

  private final SplittableRandom random = Seed.of(4).random();
  private final float[] table = normal(VOCABULARY * D_IN);
  private final float[] unembedding = normal(D_IN * VOCABULARY);
  private final float[] decoder = normal(D_SAE * D_IN);
  private final List<TokenContext> contexts = new ArrayList<>();

  private NDManager manager;
  private SparseAutoencoder dictionary;
  private TableModel model;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
    dictionary = dictionary(D_IN);
    model = new TableModel(VOCABULARY, D_IN, table, unembedding);
    contexts.addAll(SampleActivations.contexts(5, 16, VOCABULARY));
    contexts.addAll(SampleActivations.contexts(3, 9, VOCABULARY));
  }

  @AfterEach
  void close() {
    model.close();
    dictionary.close();
    manager.close();
  }

  @Test
  void everyTokenIsEncoded() {
    List<Long> progress = new ArrayList<>();
    EvidenceTable result =
        survey().read(contexts.iterator(), EvidenceOptions.standard(), progress::add);
    assertThat(progress).containsExactly(80L, 107L);
    assertThat(result.tokens().total()).isEqualTo(107);
    assertThat(result.dSae()).isEqualTo(D_SAE);
    float[][] rows = new float[VOCABULARY][];
    Arrays.setAll(rows, t -> Arrays.copyOfRange(table, t * D_IN, (t + 1) * D_IN));
    var encoded = dictionary.encode(rows);
    for (FeatureEvidence evidence : result.features()) {
      long expected = 0;
      for (int t = 0; t < VOCABULARY; t++) {
        boolean fires = encoded.activation(t, evidence.feature()) > 0;
        expected += fires ? result.tokens().count(t) : 0;
      }
      assertThat(evidence.activity().activeTokens()).isEqualTo(expected);
    }
    assertThat(result.features()).hasSizeGreaterThan(5);
  }

  @Test
  void logitWeightsAreCentredByTheMedianAndListOnlyMetTokens() {
    EvidenceTable result =
        survey().read(contexts.iterator(), EvidenceOptions.standard(), tokens -> {});
    for (FeatureEvidence evidence : result.features()) {
      double[] logits = directLogits(evidence.feature());
      double[] sorted = logits.clone();
      Arrays.sort(sorted);
      double median = sorted[VOCABULARY / 2];
      List<TokenWeight> promoted = evidence.logits().promoted();
      List<TokenWeight> suppressed = evidence.logits().suppressed();
      assertThat(promoted).hasSize(10);
      int[] met = met(result);
      double[] ofMet = Arrays.stream(met).mapToDouble(t -> logits[t] - median).sorted().toArray();
      for (int i = 0; i < 10; i++) {
        assertThat(promoted.get(i).weight()).isCloseTo(ofMet[met.length - 1 - i], within(1e-4));
        assertThat(suppressed.get(i).weight()).isCloseTo(ofMet[i], within(1e-4));
        int token = promoted.get(i).token();
        assertThat(promoted.get(i).weight()).isCloseTo(logits[token] - median, within(1e-4));
      }
      assertThat(evidence.logits().nextTokenQuantile())
          .isCloseTo(quantile(evidence, sorted, logits), within(1e-6));
    }
  }

  @Test
  void leavesNoArraysBehind() {
    // The dictionary keeps the buffer that it encodes with.
    survey().read(contexts.iterator(), EvidenceOptions.standard(), tokens -> {});
    int model0 = model.ownedArrays();
    int dictionary0 = manager.getManagedArrays().size();
    survey().read(contexts.iterator(), EvidenceOptions.standard(), tokens -> {});
    assertThat(model.ownedArrays()).isEqualTo(model0);
    assertThat(manager.getManagedArrays()).hasSize(dictionary0);
  }

  @Test
  void refusesADictionaryOfAnotherWidth() {
    try (SparseAutoencoder other = dictionary(D_IN + 1)) {
      assertThatThrownBy(() -> FeatureSurvey.of(other, model, TableModel.HOOK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("dictionary: expected dIn=6, the width of blocks.0.mlp.hook_post, got 7");
    }
  }

  @Test
  void stopsWhenInterrupted() {
    try {
      assertThatThrownBy(
              () ->
                  survey()
                      .read(
                          contexts.iterator(),
                          EvidenceOptions.standard(),
                          tokens -> Thread.currentThread().interrupt()))
          .isInstanceOf(CancellationException.class)
          .hasMessage("feature survey interrupted after 80 tokens");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private FeatureSurvey survey() {
    return FeatureSurvey.of(dictionary, model, TableModel.HOOK);
  }

  private SparseAutoencoder dictionary(int dIn) {
    try (NDManager scratch = manager.newSubManager()) {
      float[] weights = dIn == D_IN ? decoder : normal(D_SAE * dIn);
      return SparseAutoencoder.of(
          manager,
          DictionaryConfig.relu(dIn, D_SAE, false),
          scratch.create(weights, new Shape(D_SAE, dIn)),
          scratch.zeros(new Shape(D_SAE)).sub(0.5f),
          scratch.create(weights, new Shape(D_SAE, dIn)),
          scratch.zeros(new Shape(dIn)));
    }
  }

  private double[] directLogits(int feature) {
    double[] logits = new double[VOCABULARY];
    for (int t = 0; t < VOCABULARY; t++) {
      for (int i = 0; i < D_IN; i++) {
        logits[t] += (double) decoder[feature * D_IN + i] * unembedding[i * VOCABULARY + t];
      }
    }
    return logits;
  }

  private static int[] met(EvidenceTable table) {
    return IntStream.range(0, VOCABULARY).filter(t -> table.tokens().count(t) > 0).toArray();
  }

  private static double quantile(FeatureEvidence evidence, double[] sorted, double[] logits) {
    double sum = 0;
    int count = 0;
    for (ContextExample x : evidence.topContexts()) {
      if (x.center() + 1 < x.length()) {
        int rank = Arrays.binarySearch(sorted, logits[x.token(x.center() + 1)]);
        sum += (rank + 0.5) / VOCABULARY;
        count++;
      }
    }
    return sum / count;
  }

  private float[] normal(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
