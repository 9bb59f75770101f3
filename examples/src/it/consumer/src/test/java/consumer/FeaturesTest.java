package consumer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;

class FeaturesTest {
  @Test
  void aDictionaryOnDiskGivesItsFeatures(@TempDir Path folder) {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAutoencoder dictionary =
            SparseAutoencoder.of(
                manager,
                DictionaryConfig.relu(2, 3, false),
                manager.create(new float[] {1, 0, 0, 1, -1, -1}, new Shape(3, 2)),
                manager.zeros(new Shape(3)),
                manager.ones(new Shape(3, 2)),
                manager.zeros(new Shape(2)))) {
      dictionary.save(folder);
    }
    FeatureActivations features = Features.of(folder, new float[][] {{2, 3}, {-1, -1}});
    assertEquals(2, features.rows());
    assertArrayEquals(new float[] {2, 3, 0}, features.toDense(0));
    assertArrayEquals(new float[] {0, 0, 2}, features.toDense(1));
  }

  @Test
  void everyModuleIsOnTheClassPath() throws ClassNotFoundException {
    for (String door :
        new String[] {
          "org.monosem.sae.training.SaeTrainer", "org.monosem.harvest.transformer.Gpt2"
        }) {
      assertNotNull(Class.forName(door, false, FeaturesTest.class.getClassLoader()));
    }
  }
}
