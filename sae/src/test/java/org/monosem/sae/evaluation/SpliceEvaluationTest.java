package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.random.Seed;

class SpliceEvaluationTest {
  private static final int END_OF_TEXT = 3;

  private final TinyLanguageModel model = new TinyLanguageModel(Seed.of(11));
  private final NDManager manager = model.newManager();
  private final List<int[]> contexts = contexts();
  private final SpliceOptions options = SpliceOptions.defaults().withBatchContexts(3);

  private static List<int[]> contexts() {
    SplittableRandom random = Seed.of(2).named("contexts").random();
    List<int[]> contexts = new ArrayList<>();
    for (int length : new int[] {8, 8, 8, 8, 5, 5, 8, 2}) {
      contexts.add(random.ints(length, 0, TinyLanguageModel.VOCABULARY).toArray());
    }
    contexts.get(0)[4] = END_OF_TEXT;
    return contexts;
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aPerfectReconstructionRecoversEverythingExactly() {
    LossRecovered loss = evaluate(identity(), options).loss();
    assertThat(loss.againstZero()).isEqualTo(1);
    assertThat(loss.againstMean()).isEqualTo(1);
    assertThat(loss.delta()).isZero();
    assertThat(loss.zeroAblated()).isNotEqualTo(loss.clean());
  }

  @Test
  void aReconstructionOfZeroRecoversNothingExactly() {
    SparseAutoencoder zero = Dictionaries.constant(manager, new float[TinyLanguageModel.WIDTH]);
    SpliceReport report = evaluate(zero, options);
    assertThat(report.loss().againstZero()).isZero();
    assertThat(report.reconstruction().l0().max()).isZero();
  }

  @Test
  void aReconstructionOfTheMeanRecoversNothingAgainstMeanAblation() {
    SpliceEvaluation any = SpliceEvaluation.of(model, identity(), TinyLanguageModel.HOOK, options);
    double[] mean = any.meanActivation(contexts);
    float[] answer = new float[mean.length];
    for (int d = 0; d < answer.length; d++) {
      answer[d] = (float) mean[d];
    }
    SpliceReport report = evaluate(Dictionaries.constant(manager, answer), options);
    assertThat(report.loss().againstMean()).isZero();
    assertThat(report.reconstruction().explainedVariance().value()).isCloseTo(0, within(1e-6));
  }

  @Test
  void everyLossIsThatOfASlowReference() {
    compareWithReference(UneditedPositions.none());
  }

  @Test
  void uneditedPositionsStayUneditedInEveryRun() {
    compareWithReference(UneditedPositions.firstPosition());
    compareWithReference(UneditedPositions.firstPosition().andTokens(END_OF_TEXT, 7));
    compareWithReference(UneditedPositions.none().andTokens(END_OF_TEXT));
    compareWithReference(new UneditedPositions(3, Set.of(7)));
  }

  private void compareWithReference(UneditedPositions unedited) {
    SparseAutoencoder dictionary = Dictionaries.random(manager, TinyLanguageModel.WIDTH, 9);
    SlowSplice slow = new SlowSplice(model, dictionary, unedited, contexts);
    SpliceReport report = evaluate(dictionary, options.withUnedited(unedited));
    LossRecovered loss = report.loss();
    assertThat(loss.tokens()).isEqualTo(52 - 8);
    assertThat(report.contexts()).isEqualTo(8);
    assertThat(report.positions()).isEqualTo(52);
    assertThat(report.editedPositions()).isEqualTo(slow.editedPositions());
    assertThat(report.reconstruction().rows()).isEqualTo(slow.editedPositions());
    assertThat(loss.clean()).isCloseTo(slow.clean(), within(1e-5));
    assertThat(loss.spliced()).isCloseTo(slow.spliced(), within(1e-5));
    assertThat(loss.zeroAblated()).isCloseTo(slow.zeroAblated(), within(1e-5));
    assertThat(loss.meanAblated()).isCloseTo(slow.meanAblated(), within(1e-5));
    LossRecovered kl = report.divergence();
    assertThat(kl.tokens()).isEqualTo(slow.editedPositions());
    assertThat(kl.clean()).isZero();
    assertThat(kl.spliced()).isCloseTo(slow.splicedDivergence(), within(1e-5));
    assertThat(kl.zeroAblated()).isCloseTo(slow.zeroDivergence(), within(1e-5));
    assertThat(kl.meanAblated()).isCloseTo(slow.meanDivergence(), within(1e-5));
    assertThat(kl.resampleAblated()).isNaN();
  }

  @Test
  void resamplingPutsAnotherEditedPositionOfTheBatchInPlace() {
    Seed seed = Seed.of(21);
    UneditedPositions unedited = UneditedPositions.firstPosition().andTokens(END_OF_TEXT);
    SparseAutoencoder dictionary = Dictionaries.random(manager, TinyLanguageModel.WIDTH, 9);
    SpliceOptions resampling = options.withUnedited(unedited).withResampling(seed);
    LossRecovered loss = evaluate(dictionary, resampling).loss();
    // Three contexts at a time, neighbours of one length.
    List<List<int[]>> batches =
        List.of(
            contexts.subList(0, 3),
            contexts.subList(3, 4),
            contexts.subList(4, 6),
            contexts.subList(6, 7),
            contexts.subList(7, 8));
    List<int[]> origins = new ArrayList<>();
    for (int b = 0; b < batches.size(); b++) {
      long edited = new SlowSplice(model, dictionary, unedited, batches.get(b)).editedPositions();
      origins.add(Resampling.cycle((int) edited, seed.named("resample ablation").at(b)));
    }
    SlowSplice slow = new SlowSplice(model, dictionary, unedited, contexts);
    assertThat(loss.resampleAblated())
        .isCloseTo(slow.resampleAblated(batches, origins), within(1e-5));
    assertThat(loss.againstResample())
        .isCloseTo(
            (loss.resampleAblated() - loss.spliced()) / (loss.resampleAblated() - loss.clean()),
            within(1e-12));
    assertThat(evaluate(dictionary, resampling).loss()).isEqualTo(loss);
    assertThat(evaluate(dictionary, resampling.withResampling(Seed.of(22))).loss())
        .isNotEqualTo(loss);
  }

  @Test
  void aCycleLeavesNothingInPlace() {
    for (int length = 2; length < 40; length++) {
      int[] cycle = Resampling.cycle(length, Seed.of(length));
      int at = 0;
      for (int step = 1; step < length; step++) {
        at = cycle[at];
        assertThat(at).as("step %d of %d", step, length).isNotZero();
      }
      assertThat(cycle[at]).isZero();
    }
    assertThat(Resampling.cycle(1, Seed.of(1))).containsExactly(0);
    assertThat(Resampling.cycle(0, Seed.of(1))).isEmpty();
  }

  @Test
  void theWholeIsRecoveredUnderNamesThatSaySo() {
    SpliceReport report = evaluate(identity(), options.withResampling(Seed.of(1)));
    assertThat(report.recovered())
        .containsExactly(
            Map.entry("loss_recovered_zero", 1.0),
            Map.entry("loss_recovered_mean", 1.0),
            Map.entry("loss_recovered_resample", 1.0),
            Map.entry("kl_recovered_zero", 1.0),
            Map.entry("kl_recovered_mean", 1.0),
            Map.entry("kl_recovered_resample", 1.0));
    assertThat(report.divergence().spliced()).isZero();
    assertThat(evaluate(identity(), options).recovered())
        .doesNotContainKeys("loss_recovered_resample", "kl_recovered_resample");
  }

  @Test
  void featuresAreCountedOnceInAContext() {
    List<Long> contextsByFeature = evaluate(identity(), options).contextsByFeature();
    assertThat(contextsByFeature).hasSize(2 * TinyLanguageModel.WIDTH);
    for (int d = 0; d < TinyLanguageModel.WIDTH; d++) {
      long expected = 0;
      for (int[] context : contexts) {
        boolean fires = false;
        for (int t = 0; t < context.length; t++) {
          fires |= model.row(context[t], t)[d] > 0;
        }
        expected += fires ? 1 : 0;
      }
      assertThat(contextsByFeature.get(d)).isEqualTo(expected);
      assertThat(contextsByFeature.get(TinyLanguageModel.WIDTH + d)).isZero();
    }
  }

  @Test
  void batchesDoNotMatter() {
    SparseAutoencoder dictionary = Dictionaries.random(manager, TinyLanguageModel.WIDTH, 9);
    LossRecovered one = evaluate(dictionary, options.withBatchContexts(1)).loss();
    LossRecovered all = evaluate(dictionary, options.withBatchContexts(100)).loss();
    assertThat(one.againstZero()).isCloseTo(all.againstZero(), within(1e-6));
    assertThat(one.againstMean()).isCloseTo(all.againstMean(), within(1e-6));
  }

  @Test
  void aContextWithNothingToEditCountsAsItIs() {
    UneditedPositions most = new UneditedPositions(1, Set.of(contexts.get(7)[1]));
    SpliceReport report = evaluate(identity(), options.withUnedited(most));
    assertThat(report.loss().againstZero()).isEqualTo(1);
    assertThat(report.loss().tokens()).isEqualTo(44);
  }

  @Test
  void progressIsToldForBothPasses() {
    List<EvaluationProgress> told = new ArrayList<>();
    evaluate(identity(), options.withListener(told::add));
    assertThat(told)
        .extracting(EvaluationProgress::done)
        .containsExactly(3L, 4L, 6L, 7L, 8L, 3L, 4L, 6L, 7L, 8L);
    assertThat(told.get(0).stage()).isEqualTo(EvaluationStage.MEAN_ACTIVATION);
    assertThat(told.get(9).stage()).isEqualTo(EvaluationStage.SPLICING);
  }

  @Test
  void anInterruptEndsIt() {
    SpliceOptions interrupting =
        options.withListener(progress -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> evaluate(identity(), interrupting))
        .isInstanceOf(CancellationException.class)
        .hasMessage("splice evaluation: interrupted after 3 contexts");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theReportHasEveryFigureByName() {
    Map<String, Object> map = evaluate(identity(), options).toMap();
    assertThat(map)
        .containsEntry("hook", "blocks.0.mlp.hook_post")
        .containsEntry("contexts", 8L)
        .containsKeys("positions", "editedPositions", "loss", "reconstruction");
    assertThat((Map<?, ?>) map.get("loss")).isEqualTo(evaluate(identity(), options).loss().toMap());
  }

  @Test
  void badContextsAreNamed() {
    fails(List.of(), "contexts: expected at least one, got none");
    fails(List.of(new int[] {1, 2}, new int[] {1}), "context 1: expected 2 to 8 tokens, got 1");
    fails(List.of(new int[9]), "context 0: expected 2 to 8 tokens, got 9");
  }

  @Test
  void aSecondPassOfAnotherLengthIsNamed() {
    Iterator<List<int[]>> passes = List.of(contexts, contexts.subList(0, 5)).iterator();
    fails(
        () -> passes.next().iterator(),
        "contexts: expected the same 8 in both passes, got 5 in the second");
  }

  @Test
  void nothingToEditAtAllIsNamed() {
    SpliceOptions first = options.withUnedited(new UneditedPositions(1, Set.of(1)));
    SpliceEvaluation evaluation =
        SpliceEvaluation.of(model, identity(), TinyLanguageModel.HOOK, first);
    assertThatThrownBy(() -> evaluation.evaluate(List.of(new int[] {1, 1})))
        .hasMessage("contexts: expected positions to edit, got none: all are left unedited");
  }

  @Test
  void aDictionaryOrMeanThatDoesNotFitIsNamed() {
    SparseAutoencoder narrow = Dictionaries.identity(manager, 4);
    assertThatThrownBy(() -> SpliceEvaluation.of(model, narrow, TinyLanguageModel.HOOK, options))
        .hasMessage("dictionary: expected dIn=6, the width of blocks.0.mlp.hook_post, got dIn=4");
    assertThatThrownBy(
            () -> SpliceEvaluation.of(model, narrow, HookPoint.of("hook_embed"), options))
        .hasMessageContaining("hook_embed");
    SpliceEvaluation fitting =
        SpliceEvaluation.of(model, identity(), TinyLanguageModel.HOOK, options);
    assertThatThrownBy(() -> fitting.evaluate(contexts.iterator(), new double[4]))
        .hasMessage("meanActivation: expected [dIn=6], got [4]");
    double[] broken = {0, 0, Double.NaN, 0, 0, 0};
    assertThatThrownBy(() -> fitting.evaluate(contexts.iterator(), broken))
        .hasMessage("meanActivation: expected finite values, got NaN in column 2");
    assertThatThrownBy(() -> options.withBatchContexts(0))
        .hasMessage("batchContexts: expected at least 1, got 0");
  }

  @Test
  void nothingIsLeftBehind() {
    SparseAutoencoder dictionary = identity();
    // The dictionary keeps the buffer that it encodes with.
    evaluate(dictionary, options);
    int before = model.manager.getManagedArrays().size();
    evaluate(dictionary, options);
    assertThat(model.manager.getManagedArrays()).hasSize(before);
  }

  private void fails(Iterable<int[]> bad, String message) {
    SpliceEvaluation evaluation =
        SpliceEvaluation.of(model, identity(), TinyLanguageModel.HOOK, options);
    assertThatThrownBy(() -> evaluation.evaluate(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private SparseAutoencoder identity() {
    return Dictionaries.identity(manager, TinyLanguageModel.WIDTH);
  }

  private SpliceReport evaluate(SparseAutoencoder dictionary, SpliceOptions chosen) {
    return SpliceEvaluation.of(model, dictionary, TinyLanguageModel.HOOK, chosen)
        .evaluate(contexts);
  }
}
