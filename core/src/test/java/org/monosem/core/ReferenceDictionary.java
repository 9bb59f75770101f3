package org.monosem.core;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryKind;

/** The equations of every kind of dictionary, one number at a time and in double. */
final class ReferenceDictionary {
  private final DictionaryConfig config;
  private final Map<String, float[]> extra = new HashMap<>();
  private final float[] wEnc;
  private final float[] wDec;
  private final float[] bEnc;
  private final float[] bDec;

  ReferenceDictionary(DictionaryCheckpoint dictionary) {
    this.config = dictionary.config();
    this.wEnc = dictionary.wEnc().toFloatArray();
    this.wDec = dictionary.wDec().toFloatArray();
    this.bEnc = dictionary.bEnc().toFloatArray();
    this.bDec = dictionary.bDec().toFloatArray();
    dictionary.extra().byName().forEach((name, array) -> extra.put(name, array.toFloatArray()));
  }

  double[] features(float[] row) {
    double[] x = normalised(row);
    double[] products = new double[config.dSae()];
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < x.length; j++) {
        double centred = config.applyDecoderBiasToInput() ? x[j] - bDec[j] : x[j];
        products[i] += centred * wEnc[i * x.length + j];
      }
    }
    return IntStream.range(0, products.length).mapToDouble(i -> feature(products, i)).toArray();
  }

  /** What the dictionary gives for a row: normalisation undone, skip connection added. */
  double[] output(float[] row) {
    double[] f = features(row);
    double[] y = new double[config.dOut()];
    for (int o = 0; o < y.length; o++) {
      y[o] = bDec[o];
      for (int i = 0; i < f.length; i++) {
        y[o] += f[i] * wDec[i * y.length + o];
      }
      y[o] = config.kind() == DictionaryKind.AUTOENCODER ? raw(y[o], row) : y[o] + skip(row, o);
    }
    return y;
  }

  private double feature(double[] products, int i) {
    double h = products[i] + bEnc[i];
    return switch (config.activation().name()) {
      case "topk" -> rank(products, i) < ((TopK) config.activation()).k() ? Math.max(0, h) : 0;
      case "jumprelu" -> h > Math.max(extra("threshold", i), 0) ? h : 0;
      case "gated" ->
          h > 0 ? Math.max(0, Math.exp(extra("rMag", i)) * products[i] + extra("bMag", i)) : 0;
      default -> Math.max(0, h);
    };
  }

  /** How many pre-activations are larger. */
  private long rank(double[] products, int i) {
    return IntStream.range(0, products.length)
        .filter(other -> products[other] + bEnc[other] > products[i] + bEnc[i])
        .count();
  }

  private double extra(String name, int i) {
    return extra.get(name)[i];
  }

  private double skip(float[] row, int o) {
    double sum = 0;
    if (config.kind() == DictionaryKind.SKIP_TRANSCODER) {
      for (int j = 0; j < row.length; j++) {
        sum += extra("wSkip", o * row.length + j) * row[j];
      }
    }
    return sum;
  }

  private double[] normalised(float[] row) {
    double mean = mean(row);
    double deviation = deviation(row);
    double norm = norm(row);
    return IntStream.range(0, row.length)
        .mapToDouble(
            j ->
                switch (config.inputNormalisation()) {
                  case NONE -> row[j];
                  case CONSTANT_NORM_RESCALE -> row[j] * Math.sqrt(row.length) / norm;
                  case LAYER_NORM -> (row[j] - mean) / (deviation + 1e-5);
                })
        .toArray();
  }

  private double raw(double y, float[] row) {
    return switch (config.inputNormalisation()) {
      case NONE -> y;
      case CONSTANT_NORM_RESCALE -> y / Math.sqrt(row.length) * norm(row);
      case LAYER_NORM -> y * deviation(row) + mean(row);
    };
  }

  private static double mean(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(j -> row[j]).sum() / row.length;
  }

  private static double norm(float[] row) {
    return Math.sqrt(IntStream.range(0, row.length).mapToDouble(j -> row[j] * row[j]).sum());
  }

  private static double deviation(float[] row) {
    double mean = mean(row);
    double squares =
        IntStream.range(0, row.length).mapToDouble(j -> Math.pow(row[j] - mean, 2)).sum();
    return Math.sqrt(squares / (row.length - 1));
  }
}
