package org.monosem.core.polysemanticity.coding;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The figures of {@code golden.json}, which {@code golden.py} made. */
final class Golden {
  double[][] sources = {};
  double[][] dropouts = {};
  double[][] spectra = {};
  double[][] zetas = {};
  double[][] rows = {};
  double[][] covariance = {};
  double[] variances = {};
  double[] fit = {};
  double energy;

  static Golden read() {
    try (Reader in =
        new InputStreamReader(
            Golden.class.getResourceAsStream("golden.json"), StandardCharsets.UTF_8)) {
      return new Gson().fromJson(in, Golden.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
