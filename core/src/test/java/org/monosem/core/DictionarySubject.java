package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.checkpoint.InputNormalisation;
import org.monosem.core.random.Seed;

/** A kind of dictionary for the contract test. */
record DictionarySubject(DictionaryConfig config) {
  static final int D_IN = 12;
  static final int D_SAE = 90;
  static final int D_OUT = 7;

  /** Every activation as every kind and with every normalisation; a transcoder normalises too. */
  static List<DictionarySubject> all() {
    List<DictionaryConfig> all = new ArrayList<>();
    for (ActivationFunction activation : activations()) {
      DictionaryConfig config = DictionaryConfig.of(D_IN, D_SAE, activation, true);
      all.add(DictionaryConfig.of(D_IN, D_SAE, activation, false));
      for (InputNormalisation normalisation : InputNormalisation.values()) {
        all.add(config.withInputNormalisation(normalisation));
      }
      all.add(config.asTranscoder(DictionaryKind.TRANSCODER, D_OUT));
      all.add(
          config
              .withInputNormalisation(InputNormalisation.LAYER_NORM)
              .asTranscoder(DictionaryKind.SKIP_TRANSCODER, D_OUT));
    }
    return all.stream().map(DictionarySubject::new).toList();
  }

  private static List<ActivationFunction> activations() {
    return List.of(
        ActivationFunction.relu(),
        ActivationFunction.topK(11),
        ActivationFunction.jumpRelu(),
        ActivationFunction.gated());
  }

  /** Returns whether decoded features are all there is to the output. */
  boolean decodesToOutput() {
    return config.kind() != DictionaryKind.SKIP_TRANSCODER
        && (config.kind() == DictionaryKind.TRANSCODER
            || config.inputNormalisation() == InputNormalisation.NONE);
  }

  /** Returns weights of the kind, the same ones every time. */
  DictionaryCheckpoint weights(NDManager manager) {
    SplittableRandom random = Seed.of(11).named(toString()).random();
    NDArray wEnc = gaussian(manager, random, 0.4, D_SAE, D_IN);
    NDArray bEnc = gaussian(manager, random, 0.3, D_SAE).sub(0.4);
    NDArray wDec = gaussian(manager, random, 0.3, D_SAE, config.dOut());
    NDArray bDec = gaussian(manager, random, 1, config.dOut());
    ExtraWeights extra = ExtraWeights.none();
    for (Map.Entry<String, Shape> one : config.extraShapes().entrySet()) {
      extra = extra.and(one.getKey(), gaussian(manager, random, 0.5, one.getValue().getShape()));
    }
    return new DictionaryCheckpoint(config, wEnc, bEnc, wDec, bDec, extra);
  }

  NDArray rows(NDManager manager, int count) {
    return gaussian(manager, Seed.of(12).named(toString()).random(), 2, count, D_IN).add(0.5);
  }

  @Override
  public String toString() {
    return "%s %s %s, pre-bias %s"
        .formatted(
            config.activation().name(),
            config.kind(),
            config.inputNormalisation(),
            config.applyDecoderBiasToInput());
  }

  static NDArray gaussian(NDManager manager, SplittableRandom random, double scale, long... axes) {
    Shape shape = new Shape(axes);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, shape);
  }
}
