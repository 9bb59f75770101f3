package org.monosem.sae.probing;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What {@code probing.py} made. */
final class ProbingGolden {
  List<Regression> regressions;
  Absorption absorption;
  Sparse sparse;

  static final class Regression {
    float[][] x;
    boolean[] positive;
    double[] plain;
    double[] balanced;
    double[] difference;
    int[] order;
  }

  static final class Absorption {
    double[] probe;
    float[][] decoder;
    List<Case> cases;
  }

  static final class Sparse {
    float[][] x;
    boolean[] positive;
    int train;
    int[] ranked;
    double[] accuracies;
    double[] f1s;
  }

  static final class Case {
    float[] features;
    float[] activations;
    int[] main;
    double fraction;
    boolean full;
  }

  static ProbingGolden load() throws IOException {
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(ProbingGolden.class.getResourceAsStream("probing.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(in, ProbingGolden.class);
    }
  }
}
