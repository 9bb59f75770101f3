package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;

/** What SAEBench's core evaluation says about every single feature. */
final class SaeBenchDetails {
  private final SpliceReport splice;
  private final GeometryReport geometry;

  SaeBenchDetails(SpliceReport splice, GeometryReport geometry) {
    this.splice = splice;
    this.geometry = geometry;
  }

  /** SAEBench's mark of a figure without a value. */
  static double present(double figure) {
    return Double.isFinite(figure) ? figure : -1.0;
  }

  List<Map<String, Object>> of(SparseAutoencoder dictionary) {
    float[] biases = dictionary.bEnc().toFloatArray();
    float[] norms = encoderNorms(dictionary);
    double[] decoder = spread(geometry.decoder());
    double[] encoder = spread(geometry.encoder());
    double[] own = geometry.encoderDecoder().map(SaeBenchDetails::spread).orElse(none());
    List<Map<String, Object>> details = new ArrayList<>();
    for (int feature = 0; feature < dictionary.dSae(); feature++) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("index", (long) feature);
      fields.put("feature_density", present(splice.reconstruction().density().density(feature)));
      fields.put("consistent_activation_heuristic", present(firingsPerContext(feature)));
      fields.put("encoder_bias", present(biases[feature]));
      fields.put("encoder_norm", present(norms[feature]));
      fields.put("encoder_decoder_cosine_sim", present(own[feature]));
      fields.put("max_decoder_cosine_sim", present(decoder[feature]));
      fields.put("max_encoder_cosine_sim", present(encoder[feature]));
      details.add(fields);
    }
    return details;
  }

  /** Positions where the feature is active, per context in which it is. */
  private double firingsPerContext(int feature) {
    return (double) splice.reconstruction().density().firings().get(feature)
        / splice.contextsByFeature().get(feature);
  }

  private double[] none() {
    double[] values = new double[splice.contextsByFeature().size()];
    Arrays.fill(values, -1.0);
    return values;
  }

  /** Returns a value for every feature, -1 for those left out. */
  private static double[] spread(CosineDistribution cosines) {
    double[] values = new double[cosines.dSae()];
    Arrays.fill(values, -1.0);
    for (int entry = 0; entry < cosines.size(); entry++) {
      values[cosines.feature(entry)] = cosines.value(entry);
    }
    return values;
  }

  private static float[] encoderNorms(SparseAutoencoder dictionary) {
    try (NDManager scope = dictionary.newManager()) {
      return DictionaryMetrics.rowNorms(scope, dictionary.wEnc());
    }
  }
}
