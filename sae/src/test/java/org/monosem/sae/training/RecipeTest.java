package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

class RecipeTest {

  static Stream<Recipe> recipes() {
    return Stream.of(
        Recipe.aprilUpdate2024(), Recipe.towardsMonosemanticity2023().withCoefficient(0.1));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyKnobSurvivesJson(Recipe recipe) {
    String json = StrictJson.write(recipe.toJson());
    JsonObject read = new JsonObject("recipe", StrictJson.parseObject(json, "recipe"));
    assertThat(Recipe.fromJson(read)).isEqualTo(recipe);
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
