package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every dictionary promises, whatever its activation. */
abstract class DictionaryContract {
  /** Owns everything the test makes. */
  NDManager manager;

  /** Returns a dictionary of random weights, few of whose features are active. */
  abstract SparseAutoencoder dictionary(int dIn, int dSae);

  @BeforeEach
  final void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  final void close() {
    manager.close();
  }

  @Test
  void anEmptyBatchIsAllowed() {
    try (SparseAutoencoder dictionary = dictionary(4, 8)) {
      NDArray none = manager.create(new Shape(0, 4));
      assertThat(dictionary.encode(none).rows()).isZero();
      assertThat(dictionary.encodeDense(none).getShape()).isEqualTo(new Shape(0, 8));
      assertThat(dictionary.reconstruct(none).getShape()).isEqualTo(new Shape(0, 4));
    }
  }

  @Test
  void nothingLeaks(@TempDir Path folder) {
    try (NDManager inputs = manager.newSubManager();
        SparseAutoencoder dictionary = dictionary(4, 80)) {
      NDArray x = inputs.randomNormal(new Shape(3, 4));
      dictionary.encode(x); // makes the working memory, which stays
      int before = inputs.getManagedArrays().size();
      int owned = manager.getManagedArrays().size();
      for (int i = 0; i < 3; i++) {
        dictionary.encode(x);
        dictionary.encodeDense(x).close();
        dictionary.reconstruct(x).close();
        dictionary.decode(dictionary.encode(x), inputs).close();
        dictionary.save(folder);
        SparseAutoencoder.load(folder, manager).close();
      }
      assertThat(inputs.getManagedArrays()).hasSize(before);
      assertThat(manager.getManagedArrays()).hasSize(owned);
    }
  }

  @Test
  void severalThreadsEncodeAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SparseAutoencoder dictionary = dictionary(16, 640)) {
      NDArray x = manager.randomNormal(new Shape(50, 16));
      FeatureActivations expected = dictionary.encode(x);
      float[][] rows = new float[50][];
      for (int r = 0; r < 50; r++) {
        rows[r] = x.get(r).toFloatArray();
      }
      Callable<FeatureActivations> encode = () -> dictionary.encode(rows);
      for (Future<FeatureActivations> one : threads.invokeAll(Collections.nCopies(40, encode))) {
        assertThat(one.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).containsExactly(expected, within(tolerance));
  }
}
