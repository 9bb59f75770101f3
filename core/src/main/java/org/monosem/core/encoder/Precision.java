package org.monosem.core.encoder;

import ai.djl.Device;

/**
 * How the encoder's product, the one dense product of a sparse step, is computed. Weights, moments,
 * gradients and everything after the encoder are float32 in every case.
 *
 * <p><b>Why {@link #FP32_VIA_BF16} misses nothing.</b> Write {@code x~ = bf16(x)}, {@code dx = x -
 * x~} (exact in float32), the same for a feature's weights {@code w}, and {@code s = x.w + b} for
 * the real number that float32 approximates. Then
 *
 * <pre>  s = x~.w~ + b + dx.w + x~.dw  &lt;=  x~.w~ + b + |dx||w| + |x~||dw|     (Cauchy-Schwarz)
 * </pre>
 *
 * A float32 sum of n products is off by at most {@code n u / (1 - n u)} times the product of the
 * norms, {@code u = 2^-24}, in whatever order. So with {@code g >= 2 (n u + ...)}, a pair whose
 * float32 value is positive satisfies
 *
 * <pre>  x~.w~ + b + (|dx| + g |x|) |w| + |x~||dw| + g |b| &gt; 0</pre>
 *
 * also when the left side is itself summed in float32. The left side <i>is</i> an inner product: of
 * {@code [x~, |dx| + g|x|, |x~|, 1, 1, 1]} and {@code [w~, |w|, |dw|, b_high, b_low, rest]}, where
 * the norms are rounded up to bfloat16 (never down, with room for their own summation) and {@code b
 * = b_high + b_low} to 2^-16 of b, which the rest covers. So one bfloat16 product with a few more
 * columns, accumulated in float32 as the hardware does, is positive for every active pair; rounding
 * its result to bfloat16 keeps the sign, and 1e-30 in the rest keeps it from underflow. The few
 * pairs that are positive here (5 to 30 % more than are active) are scored again in float32.
 *
 * <p>Holds for finite rows and weights below 1e18 in norm. A pre-activation within float32 rounding
 * of zero may fall on either side of it, as it may between any two float32 products.
 */
public enum Precision {
  /** float32 products. */
  FP32,
  /**
   * float32 results by way of bfloat16 candidates: the same features as {@link #FP32} and the same
   * values to rounding, faster where the processor multiplies bfloat16 natively.
   */
  FP32_VIA_BF16,
  /** bfloat16 products taken as they are: pre-activations carry 8 bits. Not exact. */
  BF16,
  /**
   * float32 storage, products in TensorFloat-32 (10 bits). Not exact; GPU only, and libtorch must
   * be told before it starts: set {@code TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1} in the environment.
   */
  TF32;

  static final String TF32_SWITCH = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

  /**
   * Returns the exact precision that suits a device by its kind: {@link #FP32_VIA_BF16} on a GPU
   * and on processors that multiply bfloat16 natively, else {@link #FP32}. The same in every run,
   * unlike a measurement.
   */
  public static Precision exactOn(Device device) {
    return device.isGpu() || NativeBfloat16.here() ? FP32_VIA_BF16 : FP32;
  }

  /** Returns whether the encoder's buffers hold bfloat16. */
  boolean low() {
    return this == FP32_VIA_BF16 || this == BF16;
  }
}
