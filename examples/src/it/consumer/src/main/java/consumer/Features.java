package consumer;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;

/** Somebody's research code: a published dictionary in, feature activations out. */
public final class Features {
  private Features() {}

  /** Returns what the dictionary in a folder says of rows of activations. */
  public static FeatureActivations of(Path folder, float[][] activations) {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAutoencoder dictionary = SparseAutoencoder.load(folder, manager)) {
      return dictionary.encode(activations);
    }
  }
}
