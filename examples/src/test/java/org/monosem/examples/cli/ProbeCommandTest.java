package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {
  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void make() {
    bench = Workbench.in(folder);
  }

  private static Object[] words(String tasks, Object last) {
    return new Object[] {
      "probe",
      "--sae",
      bench.dictionary(),
      "--model",
      bench.model(),
      "--corpus",
      bench.corpus(),
      "--all-documents",
      "--contexts",
      400,
      "--k",
      "1,3",
      "--tasks",
      tasks,
      last
    };
  }

  @Test
  void domainsAreTold() {
    Map<String, Object> result = CommandRun.of(words("domain", "--json")).json();
    assertThat(result).containsOnlyKeys("sae", "d_sae", "sparse_probing");
    Map<?, ?> probing = (Map<?, ?>) result.get("sparse_probing");
    Map<?, ?> metrics = (Map<?, ?>) probing.get("eval_result_metrics");
    assertThat(((Map<?, ?>) metrics.get("sae")).keySet().stream().map(String::valueOf))
        .containsExactly(
            "sae_test_accuracy",
            "sae_top_1_test_accuracy",
            "sae_top_3_test_accuracy",
            "sae_random_1_test_accuracy",
            "sae_random_3_test_accuracy");
    assertThat((Double) ((Map<?, ?>) metrics.get("llm")).get("llm_test_accuracy"))
        .isGreaterThan(0.9);
    Map<?, ?> detail = (Map<?, ?>) ((List<?>) probing.get("eval_result_details")).get(0);
    assertThat(detail.get("dataset_name")).isEqualTo("domain");
  }

  @Test
  void withoutJsonTheTableHasAColumnForEachLabelSet() {
    CommandRun run = CommandRun.of(words("domain,token_kind", "--seed=1"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches(" +accuracy +domain +token kind"))
        .anyMatch(line -> line.matches(" +sae_top_3_test_accuracy +[01]\\.\\d{4} +[01]\\.\\d{4}"));
  }

  @Test
  void textWithTooFewWordsCannotBeMeasuredForAbsorption() {
    CommandRun run = CommandRun.of(words("absorption", "--json"));
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint())
        .startsWith("monosem: first_letter: expected a label with 10 tokens to train on");
  }

  @Test
  void anUnknownTaskIsRefused() {
    CommandRun run = CommandRun.of("probe", "--sae", "s", "--tasks", "domain,nonsense");
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint())
        .isEqualTo(
            "monosem: --tasks: expected some of [domain, token_kind, first_letter, absorption],"
                + " got nonsense");
  }
}
