package org.monosem.sae.toymodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ChunkedStepsTest {
  @Test
  void takesEveryStepOnceAndTellsAfterEachCall() {
    List<String> heard = new ArrayList<>();
    new ChunkedSteps(250, 100)
        .run(
            (chunk, count) -> heard.add("chunk " + chunk + " of " + count),
            (step, steps) -> heard.add(step + "/" + steps));
    assertThat(heard)
        .containsExactly(
            "chunk 0 of 100", "100/250", "chunk 1 of 100", "200/250", "chunk 2 of 50", "250/250");
  }

  @Test
  void goesOnWhereACallEnded() {
    List<String> heard = new ArrayList<>();
    ChunkedSteps steps = new ChunkedSteps(250, 100);
    steps.run(
        200,
        (chunk, count) -> heard.add(chunk + " of " + count),
        (step, total) -> heard.add("end"));
    steps.run(250, (chunk, count) -> heard.add("more"), (step, total) -> heard.add("more"));
    assertThat(heard).containsExactly("2 of 50", "end");
    for (long wrong : new long[] {-100, 150, 300}) {
      assertThatThrownBy(() -> steps.run(wrong, (chunk, count) -> {}, StepListener.none()))
          .hasMessage("from: expected a multiple of 100 up to 250, got " + wrong);
    }
  }

  @Test
  void heavySteps() {
    assertThat(ChunkedSteps.of(7, 1).most()).isEqualTo(100);
    assertThat(ChunkedSteps.of(7, 1e9).most()).isEqualTo(10);
    assertThat(ChunkedSteps.of(7, 1e13).most()).isEqualTo(1);
    assertThatThrownBy(() -> new ChunkedSteps(0, 5))
        .hasMessage("steps: expected at least 1 in chunks of at least 1, got 0 in chunks of 5");
  }

  @Test
  void anInterruptEndsIt() {
    List<Integer> taken = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new ChunkedSteps(30, 10)
                    .run(
                        (chunk, count) -> taken.add(count),
                        (step, steps) -> Thread.currentThread().interrupt()))
        .isInstanceOf(CancellationException.class)
        .hasMessage("toy model: interrupted after 10 steps");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(taken).containsExactly(10);
  }
}
