package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class TrainingDataTest {

  @Test
  void everyTokenButTheFirstIsPredictedOnce() {
    TokenContexts contexts = TokenContexts.of(IntStream.range(0, 12).toArray(), 5);
    assertThat(contexts.contexts()).isEqualTo(2);
    int[] read = new int[5];
    contexts.read(1, read);
    assertThat(read).containsExactly(4, 5, 6, 7, 8);
    contexts.slice(1, 2).read(0, read);
    assertThat(read).containsExactly(4, 5, 6, 7, 8);
    assertThatThrownBy(() -> contexts.read(2, read)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> contexts.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> TokenContexts.of(new int[4], 5))
        .hasMessage("tokens: expected at least one context of 5, got 4");
    assertThatThrownBy(() -> TokenContexts.of(new int[4], 1)).hasMessageContaining("got 1");
  }

  @Test
  void everyEpochReadsEveryContextOnceInItsOwnOrder() {
    ContextOrder order = new ContextOrder(Seed.of(1), 30);
    int[] first = IntStream.range(0, 30).map(order::at).toArray();
    int[] second = IntStream.range(30, 60).map(order::at).toArray();
    Set<Integer> seen = new HashSet<>();
    Arrays.stream(second).forEach(seen::add);
    assertThat(seen).hasSize(30);
    assertThat(first).isNotEqualTo(second);
    assertThat(new ContextOrder(Seed.of(1), 30).at(45)).isEqualTo(second[15]);
  }

  @Test
  void wrongContextsAreNamed() {
    Gpt2Config config = new Gpt2Config(10, 4, 1, 1, 4, 4, MlpActivation.RELU, 1e-5, false);
    assertThatThrownBy(() -> new ContextBatches(TokenContexts.of(new int[9], 6), config))
        .hasMessage("contexts: expected 2 to 5 tokens (context length + 1), got 6");
    int[] tokens = new int[9];
    tokens[7] = 10;
    ContextBatches batches = new ContextBatches(TokenContexts.of(tokens, 5), config);
    assertThatThrownBy(() -> batches.range(0, 2))
        .hasMessage("context 1: expected ids from 0 to 9, got 10 at position 3");
  }

  @Test
  void theLearningRateRisesAndFalls() {
    AdamW settings = AdamW.defaults().withLearningRate(1).withWarmupSteps(10);
    assertThat(settings.rate(0, 111)).isCloseTo(0.1, within(1e-12));
    assertThat(settings.rate(9, 111)).isCloseTo(1, within(1e-12));
    assertThat(settings.rate(10, 111)).isCloseTo(1, within(1e-12));
    assertThat(settings.rate(60, 111)).isCloseTo(0.525, within(1e-12));
    assertThat(settings.rate(110, 111)).isCloseTo(0.05, within(1e-12));
    assertThatThrownBy(() -> settings.withLearningRate(-1)).hasMessage("learning rate: got -1.0");
  }
}
