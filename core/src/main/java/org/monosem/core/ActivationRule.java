package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.monosem.core.activation.Gated;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.ExtraWeights;

/**
 * A non-linearity in two steps: a feature can fire where {@code x wEncᵀ + bias} is positive, and
 * what it is then worth follows from that positive number alone. The dense product and the search
 * for positive entries are thus the same for all of them.
 */
interface ActivationRule {

  /** Returns the bias that makes a pre-activation positive where the feature can fire. */
  NDArray bias();

  /**
   * Turns positive pre-activations into activations, in place.
   *
   * @return whether some of them may not be positive any more, and are to be left out
   */
  boolean apply(int[] features, float[] values);

  /** Returns the rule of a dictionary; {@code manager} owns what it makes. */
  static ActivationRule of(NDManager manager, DictionaryCheckpoint dictionary) {
    if (dictionary.config().activation() instanceof JumpRelu) {
      return Jump.of(manager, dictionary);
    }
    if (dictionary.config().activation() instanceof Gated) {
      return Gate.of(dictionary);
    }
    return new Plain(dictionary.bEnc());
  }

  /** ReLU: the positive number is the activation. */
  record Plain(NDArray bias) implements ActivationRule {
    @Override
    public boolean apply(int[] features, float[] values) {
      return false;
    }
  }

  /**
   * JumpReLU: {@code h > t} where {@code h - t > 0}, and {@code h} is {@code t} more. That costs no
   * digits: {@code h} is at least {@code t}, so rounding at the size of {@code t} is rounding at
   * the size of {@code h}.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Jump(NDArray bias, float[] threshold) implements ActivationRule {
    static Jump of(NDManager manager, DictionaryCheckpoint dictionary) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray threshold = dictionary.extra().get(ExtraWeights.THRESHOLD).maximum(0);
        threshold.attach(scope);
        NDArray bias = dictionary.bEnc().sub(threshold);
        bias.attach(manager);
        return new Jump(bias, threshold.toFloatArray());
      }
    }

    @Override
    public boolean apply(int[] features, float[] values) {
      for (int entry = 0; entry < values.length; entry++) {
        values[entry] += threshold[features[entry]];
      }
      return true;
    }
  }

  /**
   * Gated: with {@code g = z + bEnc} the gate's pre-activation, the magnitude {@code exp(rMag) z +
   * bMag} is {@code gain g + shift}.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Gate(NDArray bias, double[] gain, double[] shift) implements ActivationRule {
    static Gate of(DictionaryCheckpoint dictionary) {
      float[] bGate = dictionary.bEnc().toFloatArray();
      float[] rMag = dictionary.extra().get(ExtraWeights.R_MAG).toFloatArray();
      float[] bMag = dictionary.extra().get(ExtraWeights.B_MAG).toFloatArray();
      double[] gain = new double[rMag.length];
      double[] shift = new double[rMag.length];
      Arrays.setAll(gain, feature -> Math.exp(rMag[feature]));
      Arrays.setAll(shift, feature -> bMag[feature] - gain[feature] * bGate[feature]);
      return new Gate(dictionary.bEnc(), gain, shift);
    }

    @Override
    public boolean apply(int[] features, float[] values) {
      for (int entry = 0; entry < values.length; entry++) {
        int feature = features[entry];
        values[entry] = (float) (gain[feature] * values[entry] + shift[feature]);
      }
      return true;
    }
  }
}
