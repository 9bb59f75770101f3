package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.random.Seed;

class DomainBreakdownTest {
  private final TinyLanguageModel model = new TinyLanguageModel(Seed.of(11));
  private final NDManager manager = model.newManager();
  private final SparseAutoencoder dictionary =
      Dictionaries.random(manager, TinyLanguageModel.WIDTH, 9);
  private final SpliceOptions options =
      SpliceOptions.defaults()
          .withUnedited(UneditedPositions.firstPosition())
          .withBatchContexts(3)
          .withResampling(Seed.of(4));

  @AfterEach
  void close() {
    manager.close();
    model.close();
  }

  private static List<int[]> contexts() {
    SplittableRandom random = Seed.of(2).named("contexts").random();
    List<int[]> contexts = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      contexts.add(random.ints(8, 0, TinyLanguageModel.VOCABULARY).toArray());
    }
    return contexts;
  }

  private SpliceReport evaluate(List<LabelledContext> contexts) {
    return SpliceEvaluation.of(model, dictionary, TinyLanguageModel.HOOK, options)
        .evaluateLabelled(contexts);
  }

  @Test
  void wholeContextsOfADomainGiveWhatTheyGiveAlone() {
    List<LabelledContext> labelled = new ArrayList<>();
    List<int[]> contexts = contexts();
    for (int i = 0; i < contexts.size(); i++) {
      labelled.add(LabelledContext.of(contexts.get(i), i % 2 == 0 ? "even" : "odd"));
    }
    SpliceReport report = evaluate(labelled);
    assertThat(report.domains()).containsOnlyKeys("even", "odd");
    List<int[]> even = List.of(contexts.get(0), contexts.get(2), contexts.get(4), contexts.get(6));
    SpliceReport alone =
        SpliceEvaluation.of(model, dictionary, TinyLanguageModel.HOOK, options).evaluate(even);
    DomainReport domain = report.domains().get("even");
    assertThat(domain.editedPositions()).isEqualTo(28);
    assertThat(domain.l0()).isEqualTo(alone.reconstruction().l0());
    assertThat(domain.explainedVariance().value())
        .isCloseTo(alone.reconstruction().explainedVariance().value(), within(1e-6));
    same(domain.loss(), alone.loss());
    same(domain.divergence(), alone.divergence());
    assertThat(alone.domains()).isEmpty();
  }

  private static void same(LossRecovered actual, LossRecovered expected) {
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(actual.clean()).isCloseTo(expected.clean(), within(1e-6));
    assertThat(actual.spliced()).isCloseTo(expected.spliced(), within(1e-6));
    assertThat(actual.zeroAblated()).isCloseTo(expected.zeroAblated(), within(1e-6));
  }

  @Test
  void domainsAddUpToTheWhole() {
    List<LabelledContext> labelled = new ArrayList<>();
    for (int[] context : contexts()) {
      List<String> domains = new ArrayList<>();
      for (int token : context) {
        domains.add("token " + token % 3);
      }
      labelled.add(LabelledContext.of(context, domains));
    }
    SpliceReport report = evaluate(labelled);
    assertThat(report.domains()).containsOnlyKeys("token 0", "token 1", "token 2");
    double loss = 0;
    double divergence = 0;
    double l0 = 0;
    long predictions = 0;
    for (DomainReport domain : report.domains().values()) {
      predictions += domain.loss().tokens();
      loss += domain.loss().tokens() * domain.loss().resampleAblated();
      divergence += domain.divergence().tokens() * domain.divergence().spliced();
      l0 += domain.editedPositions() * domain.l0().mean();
      assertThat(domain.toMap())
          .containsOnlyKeys("editedPositions", "l0", "explainedVariance", "loss", "klDivergence");
    }
    assertThat(predictions).isEqualTo(report.loss().tokens());
    assertThat(loss / predictions).isCloseTo(report.loss().resampleAblated(), within(1e-9));
    assertThat(divergence / report.editedPositions())
        .isCloseTo(report.divergence().spliced(), within(1e-9));
    assertThat(l0 / report.editedPositions())
        .isCloseTo(report.reconstruction().l0().mean(), within(1e-9));
    assertThat((Map<?, ?>) report.toMap().get("domains")).hasSize(3);
  }

  @Test
  void labelsThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> LabelledContext.of(new int[3], List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("domains: expected one for each of 3 tokens, got 1");
    assertThatThrownBy(() -> evaluate(List.of(LabelledContext.of(new int[9], "a"))))
        .hasMessage("context 0: expected 2 to 8 tokens, got 9");
  }

  @Test
  void nothingIsLeftBehind() {
    List<LabelledContext> labelled =
        contexts().stream().map(tokens -> LabelledContext.of(tokens, "a")).toList();
    evaluate(labelled);
    int before = model.manager.getManagedArrays().size();
    int own = manager.getManagedArrays().size();
    evaluate(labelled);
    assertThat(model.manager.getManagedArrays()).hasSize(before);
    assertThat(manager.getManagedArrays()).hasSize(own);
  }
}
