package org.monosem.sae.toymodel.collision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.StepListener;

class NoiseTrainerTest {
  private static final NoiseSetting SMALL = new NoiseSetting(8, 16, List.of(0.15), 4, 15_000, 0.02);

  @Test
  void noiseOfTwoValuesSparsifiesNormalNoiseDoesNot() {
    List<NoiseCurve> curves = run(SMALL, 1);
    assertThat(curves).hasSize(2);
    assertThat(curves.get(0).bernoulli()).isTrue();
    assertThat(curves.get(1).bernoulli()).isFalse();
    assertThat(start(curves.get(0))).isEqualTo(start(curves.get(1)));
    assertThat(end(curves.get(0))).isGreaterThan(0.5);
    assertThat(end(curves.get(1))).isLessThan(0.25);
  }

  @Tag("long")
  @Test
  void thePublishedSetting() {
    List<NoiseCurve> curves = run(NoiseSetting.published(8), 1);
    assertThat(end(curves.get(0))).isGreaterThan(0.28); // sparsifies, but not to the end
    assertThat(end(curves.get(1))).isGreaterThan(0.7);
    assertThat(end(curves.get(2))).isGreaterThan(0.7);
    for (NoiseCurve normal : curves.subList(3, 6)) {
      assertThat(end(normal)).isLessThan(0.2);
    }
  }

  @Test
  void momentsAreSpacedEvenlyAndTheSeedDecides() {
    NoiseSetting setting = new NoiseSetting(3, 4, List.of(0.1, 0.2), 2, 1000, 0.02);
    List<NoiseCurve> one = run(setting, 1);
    assertThat(one).hasSize(4);
    assertThat(one.get(2).deviation()).isEqualTo(0.1);
    assertThat(one.get(3).deviation()).isEqualTo(0.2);
    List<Long> steps = one.get(0).moments().stream().map(NoiseCurve.Moment::step).toList();
    assertThat(steps).startsWith(0L, 20L, 40L).endsWith(980L, 1000L).hasSize(51);
    assertThat(run(setting, 1)).isEqualTo(one);
    assertThat(run(setting, 2)).isNotEqualTo(one);
  }

  @Test
  void itTellsItsSteps() {
    List<Long> steps = new ArrayList<>();
    NoiseSetting setting = new NoiseSetting(3, 4, List.of(0.1), 1, 10_050, 0.02);
    try (NoiseTrainer trainer = new NoiseTrainer(Device.cpu(), setting, Seed.of(1))) {
      trainer.train((step, total) -> steps.add(step));
    }
    assertThat(steps).startsWith(100L, 200L).endsWith(10_000L, 10_050L);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new NoiseSetting(1, 1, List.of(), 1, 1, 1))
        .hasMessage("deviations: expected at least 1, got 0");
    assertThatThrownBy(() -> new NoiseSetting(1, 1, List.of(0.0), 1, 1, 1))
        .hasMessage("deviations: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new NoiseSetting(1, 1, List.of(1.0), 0, 1, 1))
        .hasMessage("starts: expected at least 1, got 0");
  }

  private static List<NoiseCurve> run(NoiseSetting setting, long seed) {
    try (NoiseTrainer trainer = new NoiseTrainer(Device.cpu(), setting, Seed.of(seed))) {
      trainer.train(StepListener.none());
      return trainer.curves();
    }
  }

  private static double start(NoiseCurve curve) {
    return curve.moments().get(0).fourthPower();
  }

  private static double end(NoiseCurve curve) {
    return curve.moments().get(curve.moments().size() - 1).fourthPower();
  }
}
