package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;
import org.monosem.sae.feature.DocumentSpan;
import org.monosem.sae.feature.TokenContext;

class ProbeReaderTest {
  private static final int VOCABULARY = 20;
  private static final int WIDTH = 8;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final RunningMeanModel model = new RunningMeanModel(table());

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  private static float[][] table() {
    SplittableRandom random = Seed.of(3).random();
    float[][] table = new float[VOCABULARY][WIDTH];
    for (float[] row : table) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return table;
  }

  private SparseAutoencoder dictionary(int dSae) {
    SplittableRandom random = Seed.of(4).random();
    float[] weights = new float[dSae * WIDTH];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    NDArray directions = manager.create(weights, new Shape(dSae, WIDTH));
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(WIDTH, dSae, false),
        directions,
        manager.zeros(new Shape(dSae)).sub(dSae > 1000 ? 6 : 0.5),
        directions,
        manager.zeros(new Shape(WIDTH)));
  }

  /** Contexts of 32 tokens, now and then of 7; two documents in each. */
  private static List<TokenContext> contexts(int count) {
    SplittableRandom random = Seed.of(5).random();
    List<TokenContext> contexts = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      int[] tokens = random.ints(c % 5 == 3 ? 7 : 32, 0, VOCABULARY).toArray();
      contexts.add(
          TokenContext.of(
              tokens,
              List.of(
                  new DocumentSpan(0, c % 2 == 0 ? "even" : "odd", "first" + c),
                  new DocumentSpan(4, "rest", "second" + c))));
    }
    return contexts;
  }

  private static List<ExampleChoice> choices() {
    return List.of(
        ExampleChoice.documents(3, 0),
        ExampleChoice.tokens("parity", t -> Optional.of(t % 2 == 0 ? "even" : "odd"), 900, 90));
  }

  private static void same(ProbeExamples one, ProbeExamples other) {
    assertThat(one.name()).isEqualTo(other.name());
    assertThat(one.size()).isEqualTo(other.size());
    int[] all = Examples.all(one.size());
    double[] unit = new double[WIDTH];
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.label(i)).isEqualTo(other.label(i));
      assertThat(one.group(i)).isEqualTo(other.group(i));
      assertThat(one.features().toDense(i))
          .containsExactly(other.features().toDense(i), within(1e-5f));
      for (int j = 0; j < WIDTH; j++) {
        unit[j] = 1;
        assertThat(one.activations(all).dot(i, unit))
            .isEqualTo(other.activations(all).dot(i, unit));
        unit[j] = 0;
      }
    }
  }

  @Test
  void batchesGiveWhatContextsGiveOneAtATime() {
    try (SparseAutoencoder dictionary = dictionary(30)) {
      ProbeReader reader = ProbeReader.of(model, dictionary, RunningMeanModel.HOOK);
      List<ProbeExamples> alone =
          reader.withBatchTokens(1).read(contexts(23).iterator(), choices(), done -> {});
      assertThat(model.read()).hasSize(23);
      List<ProbeExamples> together =
          reader.withBatchTokens(100).read(contexts(23).iterator(), choices(), done -> {});
      assertThat(model.read().subList(23, model.read().size()))
          .startsWith(new Shape(3, 32), new Shape(1, 7), new Shape(3, 32), new Shape(1, 32))
          .hasSize(13);
      assertThat(alone).hasSize(2);
      same(alone.get(0), together.get(0));
      same(alone.get(1), together.get(1));
    }
  }

  @Test
  void progressIsToldAfterEveryBatchAndNothingIsLeftBehind() {
    List<Long> told = new ArrayList<>();
    try (SparseAutoencoder dictionary = dictionary(30)) {
      ProbeReader reader =
          ProbeReader.of(model, dictionary, RunningMeanModel.HOOK).withBatchTokens(64);
      reader.read(contexts(3).iterator(), choices(), done -> {});
      int ofModel = model.ownedArrays();
      int ofCaller = manager.getManagedArrays().size();
      reader.read(contexts(8).iterator(), choices(), told::add);
      assertThat(model.ownedArrays()).isEqualTo(ofModel);
      assertThat(manager.getManagedArrays()).hasSize(ofCaller);
    }
    assertThat(told).containsExactly(2L, 3L, 4L, 6L, 8L);
  }

  @Test
  void anInterruptEndsIt() {
    try (SparseAutoencoder dictionary = dictionary(30)) {
      ProbeReader reader =
          ProbeReader.of(model, dictionary, RunningMeanModel.HOOK).withBatchTokens(32);
      int before = model.ownedArrays();
      ProbingListener interrupting = done -> Thread.currentThread().interrupt();
      assertThatThrownBy(() -> reader.read(contexts(8).iterator(), choices(), interrupting))
          .isInstanceOf(CancellationException.class)
          .hasMessage("probe reading, contexts: interrupted after 1");
      assertThat(model.ownedArrays()).isEqualTo(before);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void choicesThatFindNothingAreAbsent() {
    try (SparseAutoencoder dictionary = dictionary(30)) {
      ProbeReader reader = ProbeReader.of(model, dictionary, RunningMeanModel.HOOK);
      List<ExampleChoice> choices =
          List.of(
              ExampleChoice.tokens("none", token -> Optional.empty(), 9, 9),
              ExampleChoice.tokens("all", token -> Optional.of("a"), 9, 9));
      assertThat(reader.read(contexts(2).iterator(), choices, done -> {}))
          .extracting(ProbeExamples::name)
          .containsExactly("all");
      assertThat(reader.read(contexts(0).iterator(), choices, done -> {})).isEmpty();
    }
  }

  /** 16384 features on 2048 tokens: the entries kept are those that fire. */
  @Test
  void wideDictionariesAreHeldSparse() {
    try (SparseAutoencoder dictionary = dictionary(16_384)) {
      ProbeReader reader =
          ProbeReader.of(model, dictionary, RunningMeanModel.HOOK).withBatchTokens(512);
      ExampleChoice every = ExampleChoice.tokens("all", t -> Optional.of("a"), 9999, 9999);
      List<ProbeExamples> read = reader.read(contexts(64).iterator(), List.of(every), done -> {});
      int rows = contexts(64).stream().mapToInt(TokenContext::length).sum();
      ProbeExamples examples = read.get(0);
      assertThat(examples.size()).isEqualTo(rows);
      assertThat(examples.features().dSae()).isEqualTo(16_384);
      assertThat(examples.features().end(rows - 1)).isBetween(rows, 100 * rows);
    }
  }

  @Test
  void wrongInputIsRefused() {
    try (SparseAutoencoder dictionary = dictionary(30);
        RunningMeanModel narrow = new RunningMeanModel(new float[2][3])) {
      assertThatThrownBy(() -> ProbeReader.of(narrow, dictionary, RunningMeanModel.HOOK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("dictionary: expected dIn=3, the width of blocks.0.mlp.hook_post, got 8");
      ProbeReader reader = ProbeReader.of(model, dictionary, RunningMeanModel.HOOK);
      assertThatThrownBy(() -> reader.withBatchTokens(0))
          .hasMessage("batchTokens: expected at least 1, got 0");
    }
  }
}
