package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The digits benchmark at a size that takes no time: what it reports, not what it finds. */
class BenchmarkDigitsCommandTest {

  @Test
  void reportsOneLineForTheLayerAndOneForTheDictionary() {
    Map<String, Object> json = run("--count", 100, "--epochs", 1, "--steps", 5, "--json").json();
    assertThat(json).containsEntry("images", 100L).containsKeys("accuracy", "l0");
    List<?> table = (List<?>) json.get("polysemanticity");
    assertThat(table).hasSize(2);
    assertThat(((Map<?, ?>) table.get(0)).get("set")).isEqualTo("hidden layer");
    assertThat(((Map<?, ?>) table.get(0)).get("units")).isEqualTo(64L);
    assertThat(((Map<?, ?>) table.get(1)).get("units")).isEqualTo(512L);
  }

  private static CommandRun run(Object... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "benchmark";
    all[1] = "digits";
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandRun.of(all);
  }
}
