package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;

class SaeBenchCoreTest {
  private static final int FEATURES = 40;

  private final TinyLanguageModel model = new TinyLanguageModel(Seed.of(11));
  private final NDManager manager = model.newManager();
  private final SparseAutoencoder dictionary =
      Dictionaries.random(manager, TinyLanguageModel.WIDTH, FEATURES);

  @AfterEach
  void close() {
    manager.close();
    model.close();
  }

  private SpliceReport splice(SparseAutoencoder any) {
    SplittableRandom random = Seed.of(2).named("contexts").random();
    List<int[]> contexts =
        IntStream.range(0, 7)
            .mapToObj(i -> random.ints(8, 0, TinyLanguageModel.VOCABULARY).toArray())
            .toList();
    SpliceOptions options = SpliceOptions.defaults().withBatchContexts(4);
    return SpliceEvaluation.of(model, any, TinyLanguageModel.HOOK, options).evaluate(contexts);
  }

  private static Map<String, Object> core(
      SpliceReport splice, SparseAutoencoder any, DictionaryGeometry geometry) {
    SaeBenchOrigin origin =
        new SaeBenchOrigin("tiny", "random tokens", 8, Map.of("architecture", "standard"));
    SaeBenchStamp stamp = new SaeBenchStamp(new UUID(1, 2), Instant.ofEpochMilli(3), "mine");
    return new SaeBenchCore(splice, geometry.measure(any), origin, stamp).toMap(any);
  }

  private static Map<?, ?> map(Map<?, ?> fields, String name) {
    return (Map<?, ?>) fields.get(name);
  }

  @Test
  void fieldsAndNestingAreThoseOfTheSchema() {
    Map<String, Object> core = core(splice(dictionary), dictionary, DictionaryGeometry.ofAll());
    assertThat(core)
        .containsOnlyKeys(
            "eval_type_id",
            "eval_config",
            "eval_id",
            "datetime_epoch_millis",
            "eval_result_metrics",
            "eval_result_details",
            "sae_bench_commit_hash",
            "sae_lens_id",
            "sae_lens_release_id",
            "sae_lens_version",
            "sae_cfg_dict",
            "eval_result_unstructured")
        .containsEntry("eval_type_id", "core")
        .containsEntry("eval_id", "00000000-0000-0001-0000-000000000002")
        .containsEntry("datetime_epoch_millis", 3L)
        .containsEntry("sae_lens_release_id", "mine");
    assertThat(keys(core, "eval_config"))
        .contains("model_name", "llm_dtype", "dataset", "context_size", "compute_kl", "verbose");
    assertThat(map(core, "eval_config").get("batch_size_prompts")).isEqualTo(4L);
    assertThat(map(core, "eval_config").get("n_eval_reconstruction_batches")).isEqualTo(2L);
    Map<?, ?> metrics = map(core, "eval_result_metrics");
    assertThat(keys(metrics, "model_behavior_preservation"))
        .containsExactly("kl_div_score", "kl_div_with_ablation", "kl_div_with_sae");
    assertThat(keys(metrics, "model_performance_preservation"))
        .containsExactly(
            "ce_loss_score", "ce_loss_with_ablation", "ce_loss_with_sae", "ce_loss_without_sae");
    assertThat(keys(metrics, "reconstruction_quality"))
        .containsExactly("explained_variance", "explained_variance_legacy", "mse", "cossim");
    assertThat(keys(metrics, "shrinkage"))
        .containsExactly("l2_norm_in", "l2_norm_out", "l2_ratio", "relative_reconstruction_bias");
    assertThat(keys(metrics, "sparsity")).containsExactly("l0", "l1");
    assertThat(keys(metrics, "token_stats"))
        .containsExactlyInAnyOrder(
            "total_tokens_eval_reconstruction", "total_tokens_eval_sparsity_variance");
    assertThat(keys(metrics, "misc_metrics"))
        .containsExactly(
            "freq_over_1_percent",
            "freq_over_10_percent",
            "normalized_freq_over_1_percent",
            "normalized_freq_over_10_percent",
            "average_max_encoder_cosine_sim",
            "average_max_decoder_cosine_sim",
            "frac_alive");
    assertThat(metrics).hasSize(7);
    assertThat(new Gson().toJson(core)).startsWith("{\"eval_type_id\":\"core\"");
  }

  private static List<String> keys(Map<?, ?> fields, String name) {
    return map(fields, name).keySet().stream().map(String::valueOf).toList();
  }

  @Test
  void figuresAreThoseOfTheReports() {
    SpliceReport splice = splice(dictionary);
    Map<?, ?> metrics =
        map(core(splice, dictionary, DictionaryGeometry.ofAll()), "eval_result_metrics");
    assertThat(map(metrics, "model_behavior_preservation").get("kl_div_with_sae"))
        .isEqualTo(splice.divergence().spliced());
    assertThat(map(metrics, "model_performance_preservation").get("ce_loss_score"))
        .isEqualTo(splice.loss().againstZero());
    assertThat(map(metrics, "reconstruction_quality").get("explained_variance"))
        .isEqualTo(splice.reconstruction().peerReconstruction().saeBenchExplainedVariance());
    assertThat(map(metrics, "sparsity").get("l0")).isEqualTo(splice.reconstruction().l0().mean());
    assertThat(map(metrics, "token_stats").get("total_tokens_eval_reconstruction")).isEqualTo(56L);
    Map<?, ?> bench = map(map(splice.toMap(), "peers"), "SAEBench");
    assertThat(bench.get("ce_loss_score")).isEqualTo(splice.loss().againstZero());
  }

  @Test
  void everyFeatureHasItsDetails() {
    SpliceReport splice = splice(dictionary);
    List<?> details =
        (List<?>) core(splice, dictionary, DictionaryGeometry.ofAll()).get("eval_result_details");
    assertThat(details).hasSize(FEATURES);
    float[] biases = dictionary.bEnc().toFloatArray();
    for (int i = 0; i < FEATURES; i++) {
      Map<?, ?> feature = (Map<?, ?>) details.get(i);
      long firings = splice.reconstruction().density().firings().get(i);
      assertThat(feature.get("index")).isEqualTo((long) i);
      assertThat((double) feature.get("feature_density")).isEqualTo(firings / 56.0, within(1e-12));
      assertThat(feature.get("encoder_bias")).isEqualTo((double) biases[i]);
      assertThat((double) feature.get("encoder_norm")).isPositive();
      assertThat((double) feature.get("max_decoder_cosine_sim")).isBetween(-1.0, 1.0 + 1e-6);
      if (firings > 0) {
        assertThat((double) feature.get("consistent_activation_heuristic"))
            .isEqualTo((double) firings / splice.contextsByFeature().get(i))
            .isGreaterThanOrEqualTo(1);
      }
    }
  }

  @Test
  void whatHasNoValueIsMinusOne() {
    SparseAutoencoder silent = Dictionaries.constant(manager, 1, 1, 1, 1, 1, 1);
    Map<String, Object> core = core(splice(silent), silent, new DictionaryGeometry(1, Seed.of(1)));
    List<?> details = (List<?>) core.get("eval_result_details");
    Map<?, ?> feature = (Map<?, ?>) details.get(0);
    assertThat(feature.get("consistent_activation_heuristic")).isEqualTo(-1.0);
    long unknown =
        details.stream()
            .filter(one -> ((Map<?, ?>) one).get("max_decoder_cosine_sim").equals(-1.0))
            .count();
    assertThat(unknown).isEqualTo(2);
    assertThat(map(map(core, "eval_result_metrics"), "misc_metrics").get("frac_alive"))
        .isEqualTo(0.0);
  }

  @Test
  void nothingIsLeftBehind() {
    SpliceReport splice = splice(dictionary);
    core(splice, dictionary, DictionaryGeometry.ofAll());
    int before = dictionary.wDec().getManager().getManagedArrays().size();
    core(splice, dictionary, DictionaryGeometry.ofAll());
    assertThat(dictionary.wDec().getManager().getManagedArrays()).hasSize(before);
  }
}
