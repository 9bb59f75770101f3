package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.Precision;

/** What holds for a dictionary of whatever kind. */
class DictionaryContractTest extends DictionaryFixture {
  private static final int ROWS = 40;

  static List<DictionarySubject> subjects() {
    return DictionarySubject.all();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void followsItsEquations(DictionarySubject subject) {
    DictionaryCheckpoint weights = subject.weights(manager);
    ReferenceDictionary reference = new ReferenceDictionary(weights);
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, weights)) {
      NDArray x = subject.rows(manager, ROWS);
      FeatureActivations sparse = dictionary.encode(x);
      float[][] rows = rowsOf(x);
      float[][] output = dictionary.reconstruct(rows);
      assertThat(sparse.meanL0()).isBetween(2.0, 60.0);
      for (int r = 0; r < ROWS; r++) {
        assertClose(sparse.toDense(r), reference.features(rows[r]));
        assertClose(output[r], reference.output(rows[r]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void sparseAndDenseAgree(DictionarySubject subject) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      NDArray x = subject.rows(manager, ROWS);
      FeatureActivations sparse = dictionary.encode(x);
      NDArray dense = dictionary.encodeDense(x);
      assertThat(
              FeatureActivations.of(
                  sparse.dSae(), sparse.offsets(), sparse.features(), sparse.values()))
          .isEqualTo(sparse);
      for (int r = 0; r < ROWS; r++) {
        assertThat(dense.get(r).toFloatArray()).containsExactly(sparse.toDense(r), within(2e-5f));
      }
      float[] decoded = dictionary.decode(dense).toFloatArray();
      assertThat(dictionary.decode(sparse, manager).toFloatArray())
          .containsExactly(decoded, within(1e-4f));
      float[] output = dictionary.reconstruct(x).toFloatArray();
      if (subject.decodesToOutput()) {
        assertThat(output).containsExactly(decoded, within(1e-4f));
      } else {
        assertThat(output).isNotEqualTo(decoded);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void bfloat16CandidatesMissNothing(DictionarySubject subject) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      if (subject.config().activation() instanceof TopK) {
        assertThatThrownBy(() -> dictionary.encoder(Precision.FP32_VIA_BF16))
            .hasMessage("precision: a topk dictionary encodes in FP32 only, got FP32_VIA_BF16");
        return;
      }
      NDArray x = subject.rows(manager, ROWS);
      FeatureActivations exact = dictionary.encode(x);
      try (FeatureEncoder encoder = dictionary.encoder(Precision.FP32_VIA_BF16)) {
        FeatureActivations found = encoder.encode(x);
        assertThat(found.features()).isEqualTo(exact.features());
        assertThat(found.values()).containsExactly(exact.values(), within(2e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void saveAndLoadKeepEveryBit(DictionarySubject subject, @TempDir Path folder) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      dictionary.save(folder);
      try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager)) {
        DictionaryCheckpoint before = dictionary.checkpoint();
        DictionaryCheckpoint after = again.checkpoint();
        assertThat(after.config().withMetadata(before.config().metadata()))
            .isEqualTo(before.config());
        assertSameBits(after.wEnc(), before.wEnc());
        assertSameBits(after.bEnc(), before.bEnc());
        assertSameBits(after.wDec(), before.wDec());
        assertSameBits(after.bDec(), before.bDec());
        assertThat(after.extra().byName()).containsOnlyKeys(before.extra().byName().keySet());
        before
            .extra()
            .byName()
            .forEach((name, array) -> assertSameBits(after.extra().get(name), array));
        assertThat(again).hasToString(dictionary.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anEmptyBatchIsAllowed(DictionarySubject subject) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      NDArray none = manager.create(new Shape(0, dictionary.dIn()));
      assertThat(dictionary.encode(none).rows()).isZero();
      assertThat(dictionary.encodeDense(none).getShape())
          .isEqualTo(new Shape(0, dictionary.dSae()));
      assertThat(dictionary.reconstruct(none).getShape())
          .isEqualTo(new Shape(0, dictionary.dOut()));
      NDArray decoded = dictionary.decode(dictionary.encode(none), manager);
      assertThat(decoded.getShape()).isEqualTo(new Shape(0, dictionary.dOut()));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void wrongInputIsNamed(DictionarySubject subject) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      NDArray wide = manager.zeros(new Shape(2, 13));
      assertThatThrownBy(() -> dictionary.encode(wide))
          .hasMessage("activations: expected [batch, dIn=12], got (2, 13)");
      assertThatThrownBy(() -> dictionary.encodeDense(wide))
          .hasMessage("activations: expected [batch, dIn=12], got (2, 13)");
      assertThatThrownBy(() -> dictionary.reconstruct(wide))
          .hasMessage("activations: expected [batch, dIn=12], got (2, 13)");
      assertThatThrownBy(() -> dictionary.decode(wide))
          .hasMessage("features: expected [batch, dSae=90], got (2, 13)");
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void nothingLeaks(DictionarySubject subject, @TempDir Path folder) {
    try (NDManager inputs = manager.newSubManager();
        SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(inputs))) {
      NDArray x = subject.rows(inputs, 3);
      dictionary.encode(x); // makes the working memory, which stays
      int before = inputs.getManagedArrays().size();
      int owned = manager.getManagedArrays().size();
      dictionary.encode(x);
      dictionary.encodeDense(x).close();
      dictionary.reconstruct(x).close();
      dictionary.decode(dictionary.encode(x), inputs).close();
      dictionary.save(folder);
      SparseAutoencoder.load(folder, manager).close();
      assertThat(inputs.getManagedArrays()).hasSize(before);
      assertThat(manager.getManagedArrays()).hasSize(owned);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void severalThreadsEncodeAtOnce(DictionarySubject subject) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, subject.weights(manager))) {
      NDArray x = subject.rows(manager, ROWS);
      FeatureActivations expected = dictionary.encode(x);
      float[][] rows = rowsOf(x);
      Callable<FeatureActivations> encode = () -> dictionary.encode(rows);
      for (Future<FeatureActivations> one : threads.invokeAll(Collections.nCopies(12, encode))) {
        assertThat(one.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static float[][] rowsOf(NDArray x) {
    float[][] rows = new float[(int) x.getShape().get(0)][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = x.get(r).toFloatArray();
    }
    return rows;
  }

  private static void assertSameBits(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray());
  }

  private static void assertClose(float[] actual, double[] expected) {
    double[] seen = new double[actual.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = actual[i];
    }
    assertThat(seen).containsExactly(expected, within(2e-5));
  }
}
