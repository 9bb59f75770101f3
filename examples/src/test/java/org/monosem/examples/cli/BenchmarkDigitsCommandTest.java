package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The digits benchmark at a size that takes no time: what it reports, not what it finds. */
class BenchmarkDigitsCommandTest {

  @Test
  void reportsOneLineForTheLayerAndOneForEachDictionary() {
    Map<String, Object> json = run("--count", 100, "--epochs", 1, "--steps", 5, "--json").json();
    assertThat(json).containsEntry("images", 100L).containsKeys("accuracy");
    List<?> table = (List<?>) json.get("polysemanticity");
    assertThat(table).hasSize(3);
    assertThat(((Map<?, ?>) table.get(0)).get("set")).isEqualTo("hidden layer");
    assertThat(((Map<?, ?>) table.get(0)).get("units")).isEqualTo(64L);
    Map<?, ?> plain = (Map<?, ?>) table.get(1);
    Map<?, ?> treated = (Map<?, ?>) table.get(2);
    assertThat(plain.get("set")).isEqualTo("dictionary");
    assertThat(treated.get("set")).isEqualTo("dictionary with term");
    for (Map<?, ?> dictionary : List.of(plain, treated)) {
      assertThat(dictionary.get("units")).isEqualTo(512L);
      assertThat(dictionary.keySet().stream().map(String::valueOf).toList())
          .contains("unitsWithExamples", "ratio", "l0", "explainedVariance");
    }
  }

  @Test
  void theWeightAndTheExamplesAreOptions() {
    List<?> usual = table("--fraction", 0.75);
    List<?> all = table("--fraction", 0);
    List<?> heavy = table("--embedding-term", 5);
    assertThat((double) ((Map<?, ?>) all.get(0)).get("examples"))
        .isGreaterThan((double) ((Map<?, ?>) usual.get(0)).get("examples"));
    assertThat(heavy.subList(0, 2)).isEqualTo(usual.subList(0, 2));
    assertThat(heavy.get(2)).isNotEqualTo(usual.get(2));
    assertThat(run("--fraction", 1).complaint())
        .contains("--fraction: expected a number in [0, 1), got 1.0");
  }

  private static List<?> table(String option, Object value) {
    Map<String, Object> json =
        run("--count", 100, "--epochs", 1, "--steps", 5, option, value, "--json").json();
    return (List<?>) json.get("polysemanticity");
  }

  private static CommandRun run(Object... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "benchmark";
    all[1] = "digits";
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandRun.of(all);
  }
}
