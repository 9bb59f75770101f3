package org.monosem.sae.deadfeature;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class FiringCounterTest {

  @Test
  void countsRowsSinceTheLastFiring() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      FiringCounter counter = FiringCounter.zero(manager, 3);
      NDArray first = manager.create(new long[] {0, 2, 0});
      NDArray go = manager.zeros(new Shape());
      counter.record(first, 100, go);
      counter.record(manager.create(new long[] {0, 0, 1}), 50, go);
      counter.record(manager.create(new long[] {1, 1, 1}), 50, manager.ones(new Shape()));
      assertThat(counter.silentRows().toLongArray()).containsExactly(150, 50, 0);
      assertThat(counter.silentFor(50)).containsExactly(0, 1);
      assertThat(counter.silentFor(151)).isEmpty();
      int before = manager.getManagedArrays().size();
      counter.restart(new int[] {0});
      counter.restart(new int[0]);
      counter.record(first, 10, go);
      assertThat(counter.silentRows().toLongArray()).containsExactly(10, 0, 10);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }
}
