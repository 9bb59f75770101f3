package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  private static Object[] words(String tasks, Object... last) {
    Object[] first = {
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
      "--tasks",
      tasks
    };
    return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray();
  }

  @Test
  void domainsAreTold() {
    Map<String, Object> result = CommandRun.of(words("domain", "--k", "1,3", "--json")).json();
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
    CommandRun run = CommandRun.of(words("domain,token_kind", "--k=1,3", "--seed=1"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches(" +accuracy +domain +token kind"))
        .anyMatch(line -> line.matches(" +sae_top_3_test_accuracy +[01]\\.\\d{4} +[01]\\.\\d{4}"));
  }

  @Test
  void textWithTooFewWordsHasNoAbsorptionAndSaysWhy() {
    Map<String, Object> result = CommandRun.of(words("absorption", "--json")).json();
    Map<?, ?> absorption = (Map<?, ?>) result.get("absorption");
    assertThat((Map<?, ?>) absorption.get("eval_result_metrics")).isEmpty();
    Map<?, ?> rest = (Map<?, ?>) absorption.get("eval_result_unstructured");
    assertThat((String) rest.get("not_defined"))
        .startsWith("first_letter: absorption is not defined, as none of ");
    CommandRun text = CommandRun.of(words("absorption"));
    assertThat(text.out())
        .contains("n/a: first_letter: absorption is not defined")
        .contains("left out with fewer than 5 distinct tokens to train on or to test on: ");
  }

  @Test
  void kindsOfTokensHaveAbsorption() {
    Map<String, Object> result =
        CommandRun.of(words("kind_absorption", "--least-probe-f1", "0", "--json")).json();
    Map<?, ?> absorption = (Map<?, ?>) result.get("kind_absorption");
    assertThat(absorption.get("eval_type_id")).isEqualTo("absorption_token_kind");
    Map<?, ?> metrics = (Map<?, ?>) absorption.get("eval_result_metrics");
    assertThat((Double) ((Map<?, ?>) metrics.get("mean")).get("mean_absorption_fraction_score"))
        .isBetween(0.0, 1.0);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) absorption.get("eval_result_details")).get(0);
    assertThat(first.keySet().stream().map(String::valueOf))
        .contains("token_kind", "probe_f1", "guess_f1", "num_split_features");
  }

  @Test
  void classesWithTooFewExamplesAreNamedAndTheRestGoesOn() {
    CommandRun run = CommandRun.of(words("domain,token_kind", "--least-examples=150"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().map(String::strip).toList())
        .anyMatch(
            line ->
                line.matches(
                    "domain: not probed; 3 left out with fewer than 150 examples to train on or to"
                        + " test on: code \\d+/\\d+, numbers \\d+/\\d+, prose \\d+/\\d+"))
        .anyMatch(line -> line.startsWith("token_kind: "));
  }

  @Test
  void aTaskThatFindsNothingIsNamed() {
    Object[] words = words("domain,token_kind", "--least-tokens", "33", "--json");
    Map<String, Object> result = CommandRun.of(words).json();
    assertThat(result.get("tasks_without_examples")).isEqualTo(List.of("domain"));
    assertThat(result).containsKey("sparse_probing");
  }

  @Test
  void optionsWithoutEffectAndNumbersOutOfRangeAreRefused() {
    refused("absorption", "--least-examples=5", "--least-examples has no effect without a task of");
    refused("domain", "--least-letters=5", "--least-letters has no effect without --tasks");
    refused("domain", "--least-probe-f1=0", "--least-probe-f1 has no effect without --tasks");
    refused("token_kind", "--least-tokens=5", "--least-tokens has no effect without --tasks");
    refused("absorption", "--k=5", "--k has no effect without a task of sparse probing");
    refused("domain", "--least-examples=0", "--least-examples: expected at least 1, got 0");
    refused("absorption", "--least-letters=0", "--least-letters: expected at least 1, got 0");
    refused("absorption", "--least-probe-f1=1", "--least-probe-f1: expected 0 to below 1, got 1.0");
  }

  private static void refused(String task, String option, String complaint) {
    CommandRun run = CommandRun.of("probe", "--sae", "s", "--tasks", task, option);
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).startsWith("monosem: " + complaint);
  }

  @Test
  void anUnknownTaskIsRefused() {
    CommandRun run = CommandRun.of("probe", "--sae", "s", "--tasks", "domain,nonsense");
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint())
        .isEqualTo(
            "monosem: --tasks: expected some of [domain, token_kind, first_letter, absorption,"
                + " kind_absorption], got nonsense");
  }
}
