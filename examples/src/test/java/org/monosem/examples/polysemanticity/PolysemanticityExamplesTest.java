package org.monosem.examples.polysemanticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.capacity.Interference;
import org.monosem.core.polysemanticity.coding.FitRange;
import org.monosem.core.polysemanticity.coding.PcaSpectrum;
import org.monosem.core.polysemanticity.decorrelation.Decorrelation;
import org.monosem.core.polysemanticity.emergence.Emergence;
import org.monosem.core.polysemanticity.ratedistortion.CoFiring;
import org.monosem.core.random.Seed;

/** The examples run, print what they say, and find in the shipped model what must be there. */
class PolysemanticityExamplesTest {

  @Test
  void emergence() {
    assertThat(printed(() -> EmergenceExample.main(new String[0])))
        .hasSize(4)
        .first()
        .isEqualTo("3, 2 and 2 nodes, 1, 2 and 1 active: 8 paths");
    Map<Double, Emergence> found = EmergenceExample.measure(Seed.of(2));
    Emergence whole = Objects.requireNonNull(found.get(0.0));
    Emergence half = Objects.requireNonNull(found.get(0.5));
    Emergence tenth = Objects.requireNonNull(found.get(0.9));
    assertThat(whole.parameters()).isEqualTo(2 * 128 * 512 + 512 + 128);
    assertThat(whole.activeShares().get(1)).isBetween(0.001, 0.5);
    // a path of one connection stays with probability 1/2, one of two with 1/4
    assertThat(half.mean() / whole.mean()).isBetween(0.25, 0.5);
    assertThat(tenth.mean() / whole.mean()).isBetween(0.01, 0.1);
    assertThat(tenth.activeShares()).isEqualTo(whole.activeShares());
  }

  @Test
  void rateAndDistortion() {
    assertThat(printed(() -> RateDistortionExample.main(new String[0])))
        .hasSize(8)
        .startsWith(
            "A and B: rate 0.70 with a latent each, 0.60 with a third for both, tax 0.10",
            "the best three latents: [[0], [1], [0, 1]]");
    CoFiring neurons = RateDistortionExample.measure(Seed.of(2));
    assertThat(neurons.merged()).hasSize(5);
    assertThat(neurons.tax()).isBetween(0.01, neurons.mostSaved());
    assertThat(neurons.rate()).isBetween(2 * neurons.mostSaved(), 2 * neurons.mostSaved() + 1);
  }

  @Test
  void coding() {
    assertThat(printed(() -> CodingExample.main(new String[0])))
        .hasSize(5)
        .startsWith(
            "features of 32 bits, zero in 0.90 of cases: 0.1147 dimensions each",
            "features of 32 bits, zero in 0.99 of cases: 0.0125 dimensions each");
    Map<HookPoint, PcaSpectrum> spectra = CodingExample.measure(Seed.of(2));
    PcaSpectrum residual = Objects.requireNonNull(spectra.get(HookPoint.residualPost(0)));
    assertThat(residual.variances())
        .hasSize(128)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(residual.fit(FitRange.of(2, 100)).decay()).isPositive();
    assertThat(residual.fit(FitRange.of(2, 100)).r2()).isBetween(0.5, 1.0);
    PcaSpectrum mlp = Objects.requireNonNull(spectra.get(HookPoint.mlpPost(0)));
    assertThat(mlp.trace()).isPositive();
    assertThat(CodingExample.trajectory(Seed.of(2)).steps()).isPositive();
  }

  @Test
  void virtualNeurons() {
    assertThat(printed(() -> VirtualNeuronExample.main(new String[0])))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("neuron 20, part 1: [");
    VirtualNeuronExample.Result result = VirtualNeuronExample.measure(Seed.of(2));
    assertThat(result.tokens()).hasSize(3).noneMatch(List::isEmpty);
    assertThat(result.separation().ratio()).isGreaterThan(1);
  }

  @Test
  void capacity() {
    assertThat(printed(() -> CapacityExample.main(new String[0])))
        .hasSize(5)
        .first()
        .asString()
        .startsWith("512 neurons share ");
    CapacityExample.Result result = CapacityExample.measure();
    assertThat(result.capacity().total()).isBetween(32.0, 128.0);
    Interference worst = result.pairs().get(0);
    assertThat(Math.abs(worst.cosine())).isGreaterThan(0.6);
    // two on one line have at most half a dimension each
    assertThat(result.capacity().capacity(worst.feature())).isLessThan(0.5);
    assertThat(result.blocks().blocks().get(0).features()).hasSizeGreaterThan(1);
  }

  @Test
  void decorrelation() {
    assertThat(printed(() -> DecorrelationExample.main(new String[0]))).hasSize(7);
    Map<HookPoint, Decorrelation> metrics = DecorrelationExample.measure(Seed.of(2));
    assertThat(metrics.values())
        .hasSize(3)
        .allSatisfy(metric -> assertThat(metric.inputs() + metric.silentInputs()).isEqualTo(120))
        .allSatisfy(metric -> assertThat(metric.value()).isBetween(0.3, 1.0));
    assertThat(DecorrelationExample.proxy().median()).isNegative();
  }

  @Test
  void scale() {
    assertThat(printed(() -> ScaleExample.main(new String[0]))).hasSize(3);
    ScaleExample.Result result = ScaleExample.measure(Seed.of(2));
    // a 2 % share of 512 neurons is 10 of each token
    assertThat(result.byFraction().chosen())
        .isEqualTo(10 * result.scale().scored() / 512)
        .isPositive();
    assertThat(result.byFraction().rate()).isBetween(0.05, 0.75);
    assertThat(result.byThreshold().rate()).isBetween(0.05, 0.75);
    assertThat(result.threshold().tau()).isGreaterThan(1);
  }

  @Test
  void meanings() {
    assertThat(printed(() -> MeaningsExample.main(new String[0])))
        .hasSizeBetween(3, 10)
        .first()
        .asString()
        .startsWith("neuron ");
    MeaningsExample.Result result = MeaningsExample.measure(Seed.of(2));
    assertThat(result.unit().meanings()).hasSizeGreaterThan(1);
    assertThat(result.tokens()).hasSameSizeAs(result.unit().meanings());
    assertThat(result.similar()).hasSameSizeAs(result.unit().meanings());
    assertThat(result.similar().stream().flatMap(List::stream))
        .isNotEmpty()
        .allSatisfy(other -> assertThat(other.unit()).isNotEqualTo(result.unit().unit()))
        .allSatisfy(other -> assertThat(other.cosine()).isBetween(0.5, 1.00001));
    assertThat(result.needed()).last().asString().endsWith(" 1.00");
  }

  @Test
  void labels() {
    assertThat(printed(() -> LabelExample.main(new String[0]))).hasSize(3);
    LabelExample.Result result = LabelExample.measure(Seed.of(2));
    assertThat(result.scores().maxAuc()).isGreaterThan(0.9);
    assertThat(result.scores().maxMad()).isGreaterThan(1);
    assertThat(result.labels().labels()).hasSizeBetween(2, 3);
    assertThat(result.labels().similarity()).isBetween(-1.0, 1.0);
  }

  private static List<String> printed(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
