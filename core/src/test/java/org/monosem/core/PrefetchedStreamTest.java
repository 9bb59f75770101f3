package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class PrefetchedStreamTest {
  private static final int BATCH = 7;
  private static final Seed SEED = Seed.of(4);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final ActivationSource source = rows(23, 3);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void givesTheRowsOfThePlainStreamInTheirOrder() {
    try (ActivationStream plain = source.open(SEED, 5);
        PrefetchedStream ahead = open(source.open(SEED, 5))) {
      for (int i = 0; i < 12; i++) {
        float[] expected = plain.next(manager, BATCH).toFloatArray();
        NDArray rows = ahead.next(manager);
        assertThat(rows.getShape().getShape()).containsExactly(BATCH, 3);
        assertThat(rows.toFloatArray()).containsExactly(expected);
      }
    }
  }

  @Test
  void isTwoBatchesAheadAndNoMore() {
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    try (PrefetchedStream ahead = open(watched)) {
      for (int taken = 0; taken < 4; taken++) {
        watched.awaitRead(taken + 2);
        watched.awaitIdle();
        assertThat(watched.made()).hasSize(taken + 2);
        ahead.next(manager).close();
      }
    }
  }

  @Test
  void closingEndsTheThreadAndFreesWhatItMade() {
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    PrefetchedStream ahead = open(watched);
    NDArray taken = ahead.next(manager);
    watched.awaitRead(3);
    watched.awaitIdle();
    assertThat(manager.getManagedArrays()).containsExactly(taken);
    ahead.close();
    assertThat(watched.thread().isAlive()).isFalse();
    assertThat(watched.closed()).isTrue();
    assertThat(watched.made()).hasSize(3).allMatch(a -> a == taken || a.isReleased());
    assertThat(taken.isReleased()).isFalse();
    assertThatThrownBy(() -> ahead.next(manager))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the stream is closed");
  }

  @Test
  void whatTheSourceMadeOnTheWayIsFreedWithItsBatch() {
    NDArray[] scrap = new NDArray[1];
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    watched.before(
        (read, scope) -> {
          if (read == 0) {
            scrap[0] = scope.create(new float[] {1, 2});
          }
        });
    try (PrefetchedStream ahead = open(watched)) {
      ahead.next(manager);
      assertThat(scrap[0].isReleased()).isTrue();
    }
  }

  @Test
  void onlyOneThreadTouchesTheSource() {
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    try (PrefetchedStream ahead = open(watched)) {
      for (int i = 0; i < 5; i++) {
        ahead.next(manager).close();
      }
    }
    assertThat(watched.threads()).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(watched.thread().isDaemon()).isTrue();
  }

  @Test
  void anErrorComesAfterTheRowsBeforeItAsItIs() {
    RuntimeException broken = new UncheckedIOException(new IOException("shard 3 is damaged"));
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    watched.before(
        (read, scope) -> {
          if (read == 2) {
            throw broken;
          }
        });
    try (PrefetchedStream ahead = open(watched)) {
      ahead.next(manager);
      ahead.next(manager);
      assertThatThrownBy(() -> ahead.next(manager)).isSameAs(broken);
      assertThatThrownBy(() -> ahead.next(manager)).isSameAs(broken);
    }
    assertThat(watched.closed()).isTrue();
  }

  @Test
  void anErrorOfOpeningComesWithTheFirstBatch() {
    Error broken = new AssertionError("no such source");
    try (PrefetchedStream ahead =
        PrefetchedStream.open(
            () -> {
              throw broken;
            },
            BATCH,
            Device.cpu())) {
      assertThatThrownBy(() -> ahead.next(manager)).isSameAs(broken);
    }
  }

  @Test
  void closingInterruptsASourceThatWaits() {
    CountDownLatch never = new CountDownLatch(1);
    WatchedStream watched = new WatchedStream(source.open(SEED, 0));
    watched.before(
        (read, scope) -> {
          if (read == 1) {
            awaitInterrupt(never);
          }
        });
    PrefetchedStream ahead = open(watched);
    ahead.next(manager);
    watched.awaitIdle();
    ahead.close();
    ahead.close();
    assertThat(watched.thread().isAlive()).isFalse();
  }

  @Test
  void anInterruptOfTheCallerLosesNoRowsAndStaysSet() {
    PrefetchedStream ahead = open(source.open(SEED, 0));
    Thread.currentThread().interrupt();
    float[] first = ahead.next(manager).toFloatArray();
    assertThat(Thread.interrupted()).isTrue();
    Thread.currentThread().interrupt();
    ahead.close();
    assertThat(Thread.interrupted()).isTrue();
    try (ActivationStream plain = source.open(SEED, 0)) {
      assertThat(first).containsExactly(plain.next(manager, BATCH).toFloatArray());
    }
  }

  @Test
  void aBatchHasRows() {
    assertThatThrownBy(() -> PrefetchedStream.open(() -> source.open(SEED, 0), 0, Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchRows: expected at least 1, got 0");
  }

  private static PrefetchedStream open(ActivationStream stream) {
    return PrefetchedStream.open(() -> stream, BATCH, Device.cpu());
  }

  private static ActivationSource rows(int count, int width) {
    float[][] rows = new float[count][width];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < width; j++) {
        rows[i][j] = i * width + j;
      }
    }
    return InMemoryActivations.of(rows);
  }

  private static void awaitInterrupt(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
