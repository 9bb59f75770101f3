package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.random.Seed;

/** A transcoder takes the place of what a model computes between two hook points. */
class TranscoderSpliceTest {
  private static final int WIDTH = TinyLanguageModel.WIDTH;
  private static final HookPair HOOKS =
      new HookPair(TinyLanguageModel.READ, TinyLanguageModel.HOOK);
  private static final List<int[]> CONTEXTS =
      List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6, 5, 3, 5, 8}, new int[] {9, 7, 9});

  private final TinyLanguageModel model = new TinyLanguageModel(Seed.of(11));
  private final NDManager manager = model.newManager();

  @AfterEach
  void close() {
    model.close();
  }

  /** ReLU features of the identity are what the model computes itself. */
  @Test
  void aTranscoderThatComputesTheSameRecoversEverything() {
    float[][] identity = new float[WIDTH][WIDTH];
    for (int d = 0; d < WIDTH; d++) {
      identity[d][d] = 1;
    }
    SpliceReport report = evaluate(transcoder(identity, identity));
    assertThat(report.loss().againstZero()).isEqualTo(1);
    assertThat(report.loss().delta()).isZero();
    assertThat(report.divergence().spliced()).isZero();
    assertThat(report.reconstruction().explainedVariance().value()).isEqualTo(1);
    assertThat(report.hook()).isEqualTo(TinyLanguageModel.HOOK);
  }

  @Test
  void everyFigureIsThatOfASlowReference() {
    SparseAutoencoder transcoder = random();
    SpliceReport report = evaluate(transcoder);
    double clean = loss(z -> relu(z));
    double spliced = loss(z -> transcoder.reconstruct(new float[][] {z})[0]);
    double zero = loss(z -> new float[WIDTH]);
    assertThat(report.loss().clean()).isCloseTo(clean, within(1e-5));
    assertThat(report.loss().spliced()).isCloseTo(spliced, within(1e-5));
    assertThat(report.loss().zeroAblated()).isCloseTo(zero, within(1e-5));
    assertThat(report.loss().againstZero())
        .isCloseTo((zero - spliced) / (zero - clean), within(1e-4));
    assertThat(report.reconstruction().explainedVariance().value())
        .isCloseTo(explained(transcoder), within(1e-4));
  }

  @Test
  void bothHooksMustBeNamedAndFit() {
    SparseAutoencoder transcoder = random();
    SpliceOptions options = SpliceOptions.defaults();
    assertThatThrownBy(
            () -> SpliceEvaluation.of(model, transcoder, TinyLanguageModel.HOOK, options))
        .hasMessage("dictionary: a transcoder reads one hook point and writes another; name both");
    SparseAutoencoder narrow = transcoder(new float[3][WIDTH], new float[3][4]);
    assertThatThrownBy(() -> SpliceEvaluation.ofTranscoder(model, narrow, HOOKS, options))
        .hasMessage("dictionary: expected dOut=6, the width of blocks.0.mlp.hook_post, got dOut=4");
  }

  private SpliceReport evaluate(SparseAutoencoder transcoder) {
    SpliceOptions options = SpliceOptions.defaults().withBatchContexts(2);
    return SpliceEvaluation.ofTranscoder(model, transcoder, HOOKS, options).evaluate(CONTEXTS);
  }

  private SparseAutoencoder random() {
    Seed seed = Seed.of(5);
    return transcoder(
        TinyLanguageModel.gaussians(seed.named("wEnc"), 9, WIDTH),
        TinyLanguageModel.gaussians(seed.named("wDec"), 9, WIDTH));
  }

  private SparseAutoencoder transcoder(float[][] wEnc, float[][] wDec) {
    DictionaryConfig config =
        DictionaryConfig.relu(WIDTH, wEnc.length, false)
            .asTranscoder(DictionaryKind.TRANSCODER, wDec[0].length);
    try (NDManager scope = manager.newSubManager()) {
      return SparseAutoencoder.of(
          manager,
          config,
          scope.create(wEnc),
          scope.zeros(new Shape(wEnc.length)),
          scope.create(wDec),
          scope.zeros(new Shape(wDec[0].length)));
    }
  }

  /** The mean loss when every row is what a function makes of what is read. */
  private double loss(UnaryOperator<float[]> map) {
    double sum = 0;
    int predictions = 0;
    for (int[] context : CONTEXTS) {
      for (int t = 0; t + 1 < context.length; t++, predictions++) {
        double[] logits = logits(map.apply(model.read(context[t], t)));
        double total = 0;
        for (double logit : logits) {
          total += Math.exp(logit);
        }
        sum += Math.log(total) - logits[context[t + 1]];
      }
    }
    return sum / predictions;
  }

  private double[] logits(float[] row) {
    double[] logits = new double[TinyLanguageModel.VOCABULARY];
    for (int token = 0; token < logits.length; token++) {
      for (int d = 0; d < WIDTH; d++) {
        logits[token] += (double) row[d] * model.unembedding[d][token];
      }
    }
    return logits;
  }

  /** Of the activations that are written, not of those that are read. */
  private double explained(SparseAutoencoder transcoder) {
    double[] mean = new double[WIDTH];
    int rows = 0;
    for (int[] context : CONTEXTS) {
      for (int t = 0; t < context.length; t++, rows++) {
        float[] row = model.row(context[t], t);
        for (int d = 0; d < WIDTH; d++) {
          mean[d] += row[d];
        }
      }
    }
    double error = 0;
    double variance = 0;
    for (int[] context : CONTEXTS) {
      for (int t = 0; t < context.length; t++) {
        float[] row = model.row(context[t], t);
        float[] predicted = transcoder.reconstruct(new float[][] {model.read(context[t], t)})[0];
        for (int d = 0; d < WIDTH; d++) {
          error += Math.pow(row[d] - predicted[d], 2);
          variance += Math.pow(row[d] - mean[d] / rows, 2);
        }
      }
    }
    return 1 - error / variance;
  }

  private static float[] relu(float[] row) {
    float[] positive = row.clone();
    for (int d = 0; d < positive.length; d++) {
      positive[d] = Math.max(0, positive[d]);
    }
    return positive;
  }
}
