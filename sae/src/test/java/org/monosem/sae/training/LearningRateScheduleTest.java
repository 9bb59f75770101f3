package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

class LearningRateScheduleTest {
  private static final int STEPS = 200;

  @Test
  void everyStepIsThatOfTheFormulaWrittenOut() {
    double[] linear = new double[STEPS];
    double[] cosine = new double[STEPS];
    double[] constant = new double[STEPS];
    for (int done = 1; done <= STEPS; done++) {
      double rise = done < 20 ? done / 20.0 : 1;
      linear[done - 1] = done > 151 ? (201 - done) / 50.0 : rise;
      constant[done - 1] = rise;
      // The half angle: (1 + cos(2a)) / 2 = cos(a)^2.
      double root = Math.cos(Math.PI / 2 * (done - 20) / 180);
      cosine[done - 1] = done < 20 ? rise : 0.1 + 0.9 * root * root;
    }
    assertThat(factors(new LinearSchedule(0.1, 0.25))).containsExactly(linear, within(1e-12));
    assertThat(factors(new CosineSchedule(0.1, 0.1))).containsExactly(cosine, within(1e-12));
    assertThat(factors(new ConstantSchedule(0.1))).containsExactly(constant, within(1e-12));
  }

  @Test
  void theKeyStepsOfTheCosine() {
    CosineSchedule schedule = new CosineSchedule(0.1, 0.2);
    assertThat(schedule.factor(0, STEPS)).isEqualTo(1.0 / 20);
    assertThat(schedule.factor(19, STEPS)).isEqualTo(1);
    assertThat(schedule.factor(109, STEPS)).isCloseTo(0.6, within(1e-12));
    assertThat(schedule.factor(199, STEPS)).isCloseTo(0.2, within(1e-12));
    assertThat(new CosineSchedule(0, 0).factor(STEPS - 1, STEPS)).isCloseTo(0, within(1e-12));
    assertThat(new CosineSchedule(1, 0).factor(99, STEPS)).isEqualTo(0.5);
    assertThat(new CosineSchedule(1, 0).factor(STEPS - 1, STEPS)).isEqualTo(1);
  }

  @Test
  void everyScheduleSurvivesJsonAndTheOldestFilesHoldALinearOne() {
    for (LearningRateSchedule schedule :
        List.of(
            new LinearSchedule(0.1, 0.2),
            new CosineSchedule(0.1, 0.2),
            new ConstantSchedule(0.3))) {
      Recipe recipe = Recipe.aprilUpdate2024().withLearningRateSchedule(schedule);
      assertThat(Recipe.fromJson(read(recipe.toJson()))).isEqualTo(recipe);
    }
    Map<String, Object> old = Recipe.aprilUpdate2024().toJson();
    old.put("learningRateSchedule", Map.of("warmUp", 0.25, "decay", 0.5));
    assertThat(Recipe.fromJson(read(old)).learningRateSchedule())
        .isEqualTo(new LinearSchedule(0.25, 0.5));
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    assertThatThrownBy(() -> new CosineSchedule(0.1, 1.5))
        .hasMessage("end: expected 0 to 1, got 1.5");
    assertThatThrownBy(() -> new CosineSchedule(-1, 0))
        .hasMessage("warmUp: expected 0 to 1, got -1.0");
    assertThatThrownBy(() -> new ConstantSchedule(2))
        .hasMessage("warmUp: expected 0 to 1, got 2.0");
    Map<String, Object> json = Recipe.aprilUpdate2024().toJson();
    json.put("learningRateSchedule", Map.of("variant", "Sawtooth"));
    assertThatThrownBy(() -> Recipe.fromJson(read(json)))
        .hasMessageContaining("learningRateSchedule")
        .hasMessageContaining("[LinearSchedule, CosineSchedule, ConstantSchedule]");
  }

  private static double[] factors(LearningRateSchedule schedule) {
    double[] factors = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      factors[step] = schedule.factor(step, STEPS);
    }
    return factors;
  }

  private static JsonObject read(Map<String, Object> json) {
    return new JsonObject("recipe", StrictJson.parseObject(StrictJson.write(json), "recipe"));
  }
}
