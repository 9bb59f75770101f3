package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.TextGenerator.Limit;

class TextGeneratorTest {
  private static final int[] PROMPT = {3, 1, 4};
  private final NDManager manager = NDManager.newBaseManager();
  private Gpt2 model;

  @BeforeEach
  void open() {
    Gpt2Config config = new Gpt2Config(20, 6, 1, 2, 8, 16, MlpActivation.RELU, 1e-5, false);
    Gpt2Weights weights = Gpt2Initializer.random(config, Seed.of(4), manager);
    weights.arrays().forEach(array -> array.muli(20));
    model = new Gpt2(weights, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private int[] generate(Sampling sampling, int tokens) {
    return new TextGenerator(model, sampling).generate(PROMPT, new Limit(tokens, -1), id -> {});
  }

  @Test
  void greedyTakesTheLikeliestTokenBeyondTheContextToo() {
    int[] generated = generate(Sampling.greedy(), 10);
    assertThat(generated).hasSize(10);
    List<Long> all = new ArrayList<>(List.of(3L, 1L, 4L));
    for (int token : generated) {
      List<Long> window = all.subList(Math.max(0, all.size() - 6), all.size());
      long[][] ids = {window.stream().mapToLong(Long::longValue).toArray()};
      long likeliest = model.nextTokenLogits(manager.create(ids)).argMax(1).toLongArray()[0];
      assertThat((long) token).isEqualTo(likeliest);
      all.add((long) token);
    }
  }

  @Test
  void theSeedDecides() {
    int[] once = generate(new Sampling(2, 0, Seed.of(1)), 20);
    assertThat(generate(new Sampling(2, 0, Seed.of(1)), 20)).isEqualTo(once);
    assertThat(generate(new Sampling(2, 0, Seed.of(2)), 20)).isNotEqualTo(once);
    assertThat(generate(new Sampling(2, 1, Seed.of(2)), 20))
        .isEqualTo(generate(Sampling.greedy(), 20));
  }

  @Test
  void choicesFollowTheProbabilitiesOfTheLikeliest() {
    Sampling sampling = new Sampling(1, 2, Seed.of(9));
    float[] logits = {0, (float) Math.log(3), -1, 0};
    int[] counts = new int[4];
    for (int i = 0; i < 4000; i++) {
      counts[sampling.choose(logits, i)]++;
    }
    assertThat(counts[1]).isBetween(2900, 3100);
    assertThat(counts[0]).isEqualTo(4000 - counts[1]);
  }

  @Test
  void itEndsAfterTheStopTokenAndTellsEachTokenAtOnce() {
    int[] free = generate(Sampling.greedy(), 10);
    List<Integer> heard = new ArrayList<>();
    int[] stopped =
        new TextGenerator(model, Sampling.greedy())
            .generate(PROMPT, new Limit(10, free[0]), heard::add);
    assertThat(stopped).containsExactly(free[0]);
    assertThat(heard).containsExactly(free[0]);
    int managed = manager.getManagedArrays().size();
    generate(Sampling.greedy(), 3);
    assertThat(manager.getManagedArrays()).hasSize(managed);
  }

  @Test
  void wrongInputIsNamed() {
    TextGenerator generator = new TextGenerator(model, Sampling.greedy());
    assertThatThrownBy(() -> generator.generate(new int[0], new Limit(1, -1), id -> {}))
        .hasMessage("prompt: expected at least one token, got none");
    assertThatThrownBy(() -> generator.generate(new int[] {20}, new Limit(1, -1), id -> {}))
        .hasMessageContaining("expected ids from 0 to 19, got 20");
    assertThatThrownBy(() -> new Limit(0, -1)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> new Sampling(-1, 0, Seed.of(0))).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> new Sampling(1, -2, Seed.of(0))).hasMessageContaining("got -2");
  }
}
