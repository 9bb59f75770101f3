package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

class RecipeTest {

  static Stream<Recipe> recipes() {
    return Stream.of(
        Recipe.aprilUpdate2024(),
        Recipe.towardsMonosemanticity2023().withCoefficient(0.1),
        Recipe.aprilUpdate2024().withPenaltyControl(TargetL0Control.of(20)),
        Recipe.jumpRelu2024(30),
        Recipe.gated2024(),
        Recipe.pAnneal2024().withCoefficient(0.02));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyKnobSurvivesJson(Recipe recipe) {
    String json = StrictJson.write(recipe.toJson());
    JsonObject read = new JsonObject("recipe", StrictJson.parseObject(json, "recipe"));
    assertThat(Recipe.fromJson(read)).isEqualTo(recipe);
  }

  static Stream<Arguments> changes() {
    Recipe other = Recipe.towardsMonosemanticity2023();
    return Stream.of(
        arguments("name", change(r -> r.withName("mine"))),
        arguments("objective", change(r -> r.withObjective(other.objective()))),
        arguments("objective", change(r -> r.withCoefficient(7))),
        arguments("adam", change(r -> r.withAdam(other.adam()))),
        arguments("adam", change(r -> r.withLearningRate(1e-2))),
        arguments(
            "learningRateSchedule",
            change(r -> r.withLearningRateSchedule(new LinearSchedule(0.1, 0.1)))),
        arguments(
            "penaltySchedule", change(r -> r.withPenaltySchedule(new LinearSchedule(0.1, 0.1)))),
        arguments("penaltyControl", change(r -> r.withPenaltyControl(TargetL0Control.of(20)))),
        arguments("clipNorm", change(r -> r.withClipNorm(3))),
        arguments("initialisation", change(r -> r.withInitialisation(other.initialisation()))),
        arguments("inputScaling", change(r -> r.withInputScaling(other.inputScaling()))),
        arguments("maxNormRatio", change(r -> r.withMaxNormRatio(10))),
        arguments("resampling", change(r -> r.withResampling(other.resampling()))),
        arguments("deadAfterRows", change(r -> r.withDeadAfterRows(5))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changesOneKnobAndNoOther(String knob, UnaryOperator<Recipe> change) {
    Map<String, Object> before = Recipe.aprilUpdate2024().toJson();
    Map<String, Object> after = change.apply(Recipe.aprilUpdate2024()).toJson();
    assertThat(after.remove(knob)).isNotNull().isNotEqualTo(before.remove(knob));
    assertThat(after).isEqualTo(before);
  }

  private static UnaryOperator<Recipe> change(UnaryOperator<Recipe> change) {
    return change;
  }

  @Test
  void jsonErrorsNameTheirPlace() {
    Map<String, Object> json = RecordJson.toJson(new Adam(1e-3, 0.9, 0.999, 1e-8));
    json.put("beta3", 0.5);
    assertThatThrownBy(() -> RecordJson.fromJson(new JsonObject("here", json), Adam.class))
        .hasMessageContaining("here")
        .hasMessageContaining("unknown key \"beta3\"");
    json.remove("beta3");
    json.put("beta1", 1.5);
    assertThatThrownBy(() -> RecordJson.fromJson(new JsonObject("here", json), Adam.class))
        .hasMessage("here: beta1: expected at least 0 and below 1, got 1.5");
    json.remove("beta1");
    assertThatThrownBy(() -> RecordJson.fromJson(new JsonObject("here", json), Adam.class))
        .hasMessageContaining("\"beta1\": expected a number, got nothing");
  }

  @Test
  void theResamplingOf2023ScalesToAShorterRun() {
    Recipe recipe =
        Recipe.towardsMonosemanticity2023()
            .scaled(RunLength.TOWARDS_MONOSEMANTICITY_2023, new RunLength(10_000, 2048));
    assertThat(recipe.resampling().steps()).containsExactly(250L, 500L, 750L, 1000L);
    assertThat(recipe.resampling().windowRows()).isEqualTo(125L * 2048);
    assertThat(recipe.resampling().inputs()).isEqualTo(100L * 2048);
    assertThat(recipe.deadAfterRows()).isEqualTo(125L * 2048);
  }

  @Test
  void schedulesRiseAndFallLinearly() {
    LinearSchedule schedule = new LinearSchedule(0.05, 0.2);
    assertThat(schedule.factor(0, 1000)).isCloseTo(1.0 / 50, within(1e-12));
    assertThat(schedule.factor(49, 1000)).isEqualTo(1);
    assertThat(schedule.factor(799, 1000)).isEqualTo(1);
    assertThat(schedule.factor(900, 1000)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(999, 1000)).isCloseTo(1.0 / 200, within(1e-12));
    assertThat(LinearSchedule.CONSTANT.factor(3, 10)).isEqualTo(1);
    assertThatThrownBy(() -> new LinearSchedule(0.6, 0.5))
        .hasMessage("warmUp + decay: expected 0 to 1, got 1.1");
  }
}
