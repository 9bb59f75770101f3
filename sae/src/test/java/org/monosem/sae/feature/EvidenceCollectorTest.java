package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;

class EvidenceCollectorTest {
  private static final int CONTEXTS = 60;
  private static final int LENGTH = 30;
  private static final int D_SAE = 40;
  private static final EvidenceOptions OPTIONS = new EvidenceOptions(5, 3, 2, 4, 2);

  private final List<TokenContext> contexts = SampleActivations.contexts(CONTEXTS, LENGTH, 50);
  private final FeatureActivations activations =
      SampleActivations.activations(CONTEXTS * LENGTH, D_SAE, 6);

  @Test
  void countsAgreeWithADenseLoop() {
    EvidenceTable table = collect(1);
    assertThat(table.features()).hasSizeGreaterThan(30);
    for (FeatureEvidence evidence : table.features()) {
      List<Float> fired = fired(evidence.feature());
      assertThat(evidence.activity().activeTokens()).isEqualTo(fired.size());
      assertThat(evidence.activity().tokens()).isEqualTo(CONTEXTS * LENGTH);
      assertThat(evidence.maximum()).isEqualTo(Collections.max(fired).doubleValue());
      double sum = fired.stream().mapToDouble(Float::doubleValue).sum();
      assertThat(evidence.activity().mean()).isCloseTo(sum / fired.size(), within(1e-9));
      double first = domainSum(evidence.feature(), "first") / sum;
      assertThat(share(evidence, "first")).isCloseTo(first, within(1e-9));
      assertThat(share(evidence, "second")).isCloseTo(1 - first, within(1e-9));
    }
    assertThat(table.dead()).isEqualTo(D_SAE - table.features().size());
  }

  @Test
  void histogramCountsEveryActivationInItsBin() {
    for (FeatureEvidence evidence : collect(7).features()) {
      ActivationHistogram histogram = evidence.activity().histogram();
      long[] expected = new long[histogram.counts().size()];
      for (float value : fired(evidence.feature())) {
        expected[(int) (value / histogram.binWidth())]++;
      }
      assertThat(histogram.counts().stream().mapToLong(c -> c).toArray()).isEqualTo(expected);
      assertThat(expected[expected.length - 1]).isPositive();
      assertThat(expected.length).isBetween(33, 64);
    }
  }

  @Test
  void topContextsAreTheLargestPeaksOfTheContexts() {
    for (FeatureEvidence evidence : collect(4).features()) {
      List<Float> peaks = new ArrayList<>();
      for (int c = 0; c < CONTEXTS; c++) {
        float peak = 0;
        for (int i = 0; i < LENGTH; i++) {
          peak = Math.max(peak, activations.activation(c * LENGTH + i, evidence.feature()));
        }
        peaks.add(peak);
      }
      peaks.removeIf(p -> p == 0);
      peaks.sort(Collections.reverseOrder());
      assertThat(evidence.topContexts().stream().map(ContextExample::value).toList())
          .isEqualTo(peaks.subList(0, Math.min(5, peaks.size())));
    }
  }

  @Test
  void windowsHoldTheTokensAndActivationsAround() {
    for (FeatureEvidence evidence : collect(4).features()) {
      for (ContextExample example : evidence.topContexts()) {
        int c =
            Integer.parseInt(
                contexts.get(contextOf(example)).documents().get(0).source().substring(1));
        int first = example.position() - example.center();
        assertThat(first).isEqualTo(Math.max(0, example.position() - 3));
        assertThat(first + example.length()).isEqualTo(Math.min(LENGTH, example.position() + 3));
        for (int i = 0; i < example.length(); i++) {
          assertThat(example.token(i)).isEqualTo(contexts.get(c).token(first + i));
          assertThat(example.activation(i))
              .isEqualTo(activations.activation(c * LENGTH + first + i, evidence.feature()));
        }
        assertThat(example.document().domain())
            .isEqualTo(example.position() < LENGTH / 3 ? "first" : "second");
      }
    }
  }

  @Test
  void intervalsHoldExamplesOfTheirLevel() {
    for (FeatureEvidence evidence : collect(4).features()) {
      double maximum = evidence.maximum();
      List<Float> fired = fired(evidence.feature());
      assertThat(evidence.intervals().get(0).to()).isEqualTo(maximum);
      for (ExampleInterval interval : evidence.intervals()) {
        assertThat(interval.to() - interval.from()).isCloseTo(maximum / 4, within(1e-9));
        long there = fired.stream().filter(v -> v > interval.from() && v <= interval.to()).count();
        assertThat(interval.examples()).isNotEmpty().hasSizeLessThanOrEqualTo(2);
        assertThat((long) interval.examples().size()).isLessThanOrEqualTo(there);
        for (ContextExample example : interval.examples()) {
          assertThat((double) example.value()).isBetween(interval.from(), interval.to());
        }
      }
    }
  }

  @Test
  void batchesDoNotMatter() {
    List<String> whole = describe(collect(CONTEXTS));
    assertThat(describe(collect(1))).isEqualTo(whole);
    assertThat(describe(collect(7))).isEqualTo(whole);
  }

  @Test
  void refusesRowsThatAreNotTheTokens() {
    EvidenceCollector collector = new EvidenceCollector(D_SAE, OPTIONS);
    assertThatThrownBy(() -> collector.accept(contexts.subList(0, 2), activations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activations: expected [rows=60, dSae=40], got [1800, 40]");
    assertThatThrownBy(() -> new EvidenceCollector(0, OPTIONS))
        .hasMessage("evidence: dSae must be at least 1, got 0");
  }

  @Test
  void refusesActivationsThatAreNotPositiveNumbers() {
    TokenContext context = TokenContext.of(new int[] {1, 2}, "", "");
    for (float bad : new float[] {Float.NaN, -1, Float.POSITIVE_INFINITY}) {
      EvidenceCollector collector = new EvidenceCollector(3, OPTIONS);
      FeatureActivations broken =
          FeatureActivations.of(3, new int[] {0, 0, 1}, new int[] {2}, new float[] {bad});
      assertThatThrownBy(() -> collector.accept(List.of(context), broken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "activations: expected positive finite numbers, got "
                  + bad
                  + " for feature 2 at token 1");
    }
  }

  @Test
  void aTinyActivationAndAHugeOneFitTheSameHistogram() {
    TokenContext context = TokenContext.of(new int[] {1, 2}, "", "");
    EvidenceCollector collector = new EvidenceCollector(1, OPTIONS);
    float[] values = {Float.MIN_VALUE, Float.MAX_VALUE};
    collector.accept(
        List.of(context), FeatureActivations.of(1, new int[] {0, 1, 2}, new int[] {0, 0}, values));
    ActivationHistogram histogram = collector.evidence().features().get(0).activity().histogram();
    assertThat(histogram.total()).isEqualTo(2);
    assertThat(histogram.counts().get(0)).isEqualTo(1);
    assertThat(histogram.counts().get(63)).isEqualTo(1);
  }

  private EvidenceTable collect(int contextsPerBatch) {
    EvidenceCollector collector = new EvidenceCollector(D_SAE, OPTIONS);
    for (int c = 0; c < CONTEXTS; c += contextsPerBatch) {
      int to = Math.min(CONTEXTS, c + contextsPerBatch);
      collector.accept(
          contexts.subList(c, to), SampleActivations.rows(activations, c * LENGTH, to * LENGTH));
    }
    return collector.evidence();
  }

  private List<Float> fired(int feature) {
    List<Float> fired = new ArrayList<>();
    for (int row = 0; row < activations.rows(); row++) {
      float value = activations.activation(row, feature);
      if (value > 0) {
        fired.add(value);
      }
    }
    return fired;
  }

  private double domainSum(int feature, String domain) {
    double sum = 0;
    for (int row = 0; row < activations.rows(); row++) {
      if (contexts.get(row / LENGTH).document(row % LENGTH).domain().equals(domain)) {
        sum += activations.activation(row, feature);
      }
    }
    return sum;
  }

  private static double share(FeatureEvidence evidence, String domain) {
    return evidence.domains().stream()
        .filter(d -> d.domain().equals(domain))
        .mapToDouble(DomainShare::activationShare)
        .sum();
  }

  /** Contexts are told apart by their tokens. */
  private int contextOf(ContextExample example) {
    int first = example.position() - example.center();
    for (int c = 0; c < CONTEXTS; c++) {
      boolean same = true;
      for (int i = 0; i < example.length(); i++) {
        same &= contexts.get(c).token(first + i) == example.token(i);
      }
      if (same) {
        return c;
      }
    }
    throw new AssertionError("no context holds the example");
  }

  private static List<String> describe(EvidenceTable table) {
    List<String> lines = new ArrayList<>();
    for (FeatureEvidence e : table.features()) {
      lines.add(e.feature() + " " + e.activity() + " " + e.domains());
      e.topContexts().forEach(x -> lines.add(describe(x)));
      e.intervals().forEach(i -> i.examples().forEach(x -> lines.add(describe(x))));
    }
    return lines;
  }

  private static String describe(ContextExample x) {
    return x.document() + " " + x.position() + " " + x.value() + " " + x.length();
  }
}
