package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class InMemoryActivationsTest extends ActivationSourceContract {
  @Override
  protected ActivationSource source(int rows, int width) {
    float[][] values = new float[rows][width];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        values[row][column] = value(row, column);
      }
    }
    return InMemoryActivations.of(values);
  }

  @Test
  void anArrayAndRowsOfNumbersGiveTheSameSource() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      float[] flat = {1, 2, 3, 4, 5, 6};
      ActivationSource ofArray = InMemoryActivations.of(manager.create(flat, new Shape(3, 2)));
      ActivationSource ofRows =
          InMemoryActivations.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
      try (ActivationStream a = ofArray.open(Seed.of(1), 0);
          ActivationStream b = ofRows.open(Seed.of(1), 0)) {
        assertThat(a.next(manager, 9).toFloatArray()).isEqualTo(b.next(manager, 9).toFloatArray());
      }
    }
  }

  @Test
  void wrongRowsAreRefused() {
    assertThatThrownBy(() -> InMemoryActivations.of(new float[] {1}, new float[] {2, 3}))
        .hasMessage("activations: row 0 is 1 wide, row 1 is 2");
    assertThatThrownBy(() -> InMemoryActivations.of(new float[0][0]))
        .hasMessage("activations: expected [rows, dIn], neither empty");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      assertThatThrownBy(() -> InMemoryActivations.of(manager.ones(new Shape(3))))
          .hasMessage("activations: expected float32 [rows, dIn], neither empty, got float32 (3)");
      assertThatThrownBy(
              () -> InMemoryActivations.of(manager.ones(new Shape(3, 1), DataType.FLOAT64)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
