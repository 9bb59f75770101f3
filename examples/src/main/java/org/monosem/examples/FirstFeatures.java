package org.monosem.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;

/** Prints the strongest feature of a few rows; give it the folder of a dictionary. */
public final class FirstFeatures {
  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAutoencoder dictionary = SparseAutoencoder.load(Path.of(args[0]), manager)) {
      FeatureActivations features =
          dictionary.encode(manager.randomNormal(new Shape(4, dictionary.dIn())));
      for (int row = 0; row < features.rows(); row++) {
        int strongest = -1;
        float value = 0;
        for (int k = features.begin(row); k < features.end(row); k++) {
          if (features.value(k) > value) {
            strongest = features.feature(k);
            value = features.value(k);
          }
        }
        System.out.printf("row %d: feature %d at %.3f%n", row, strongest, value);
      }
      System.out.printf("mean L0 %.1f of %d features%n", features.meanL0(), dictionary.dSae());
    }
  }
}
