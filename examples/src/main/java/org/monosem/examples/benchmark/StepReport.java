package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the measurement of a training step came to.
 *
 * @param setting what was measured
 * @param timings of one run of each contender
 * @param rates the machine's rates in matrix products
 * @param memory what our step holds
 * @param agreement whether ours and the baseline compute the same
 * @param peers the Python peers' figures; null unless they were asked for
 */
public record StepReport(
    StepSetting setting,
    Timings timings,
    Rates rates,
    MemoryUse memory,
    Agreement agreement,
    Peers.@Nullable Figures peers) {
  static final String OURS = "our step";
  static final String DENSE = "dense step, same libtorch";
  static final String OWN_DENSE = "our dense path";
  static final String FP32 = "matrix product, fp32";
  static final String BF16 = "matrix product, bf16";
  static final Set<String> PRODUCTS = Set.of(FP32, BF16);

  /**
   * What the machine can do: the best rate of large square products, in 10<sup>9</sup>
   * floating-point operations a second.
   */
  public record Rates(double fp32, double bf16) {}

  /**
   * Whether two programs compute the same.
   *
   * @param gradient how far the gradients are apart
   * @param loss ours, mean over the batch
   * @param denseLoss the baseline's
   */
  public record Agreement(GradientCheck gradient, double loss, double denseLoss) {}

  /** Returns how many times faster our best step is than the baseline's. */
  public double ratioVsDense() {
    return timings.ratio(DENSE, OURS);
  }

  /** Returns every figure by name; {@code ratio_vs_peer} only where there are peers. */
  public Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    int batch = setting.options().shape().batch();
    result.put("samples_per_second", batch / timings.of(OURS).best());
    result.put("samples_per_second_median", batch / timings.of(OURS).median());
    result.put("ratio_vs_dense", ratioVsDense());
    result.put("ratio_vs_dense_median", timings.of(DENSE).median() / timings.of(OURS).median());
    result.put("ratio_vs_own_dense", timings.ratio(OWN_DENSE, OURS));
    if (peers != null) {
      result.put("ratio_vs_peer", peers.bestFp32() / timings.of(OURS).best());
      if (peers.bestTf32() != null) {
        result.put("ratio_vs_peer_tf32", peers.bestTf32() / timings.of(OURS).best());
      }
      result.put("ratio_vs_peer_bf16_autocast", peers.bestBf16() / timings.of(OURS).best());
    }
    result.put("encoder_share", timings.ratio(StepStages.PRODUCT, OURS));
    result.put("peak_bytes", memory.peak());
    result.putAll(setting.toMap());
    result.put("step_ms", timings.of(OURS).toMap());
    result.put("dense_step_ms", timings.of(DENSE).toMap());
    result.put("own_dense_step_ms", timings.of(OWN_DENSE).toMap());
    result.put("stages_ms", stages());
    result.put("gemm_fp32_gflops", rates.fp32());
    result.put("gemm_bf16_gflops", rates.bf16());
    result.put("memory", memory.toMap());
    result.put("max_relative_gradient_difference", agreement.gradient().maxRelativeDifference());
    result.put("gradient_rows_compared", agreement.gradient().rows());
    result.put("loss", agreement.loss());
    result.put("dense_loss", agreement.denseLoss());
    if (peers != null) {
      result.put("peer", peers.values());
    }
    return result;
  }

  /** Each stage by a short name; compaction is what the encoder takes beyond its product. */
  private Map<String, Object> stages() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("encoder_product", timings.of(StepStages.PRODUCT).toMap());
    result.put("encoder", timings.of(StepStages.ENCODER).toMap());
    result.put(
        "compaction", timings.of(StepStages.ENCODER).minus(timings.of(StepStages.PRODUCT)).toMap());
    result.put("decode", timings.of(StepStages.DECODE).toMap());
    result.put("weight_gradients", timings.of(StepStages.GRADIENTS).toMap());
    result.put("optimiser", timings.of(StepStages.OPTIMISER).toMap());
    return result;
  }
}
