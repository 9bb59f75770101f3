package org.monosem.sae.toymodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToyCheckpointTest {
  private static final RunSettings SETTINGS = RunSettings.of("test").with("units", 3);

  @TempDir private Path folder;

  @Test
  void bitsComeBackAndNothingIsLeftBehind() {
    float[] bits = {-0.0f, Float.MIN_VALUE, 1f / 3, Float.NaN};
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray values = manager.create(bits, new Shape(2, 2));
      NDArray scalar = manager.create(7f);
      Path place = folder.resolve("run");
      ToyCheckpoint.write(place, SETTINGS, 5, Map.of("values", values, "scalar", scalar));
      ToyCheckpoint.write(place, SETTINGS, 6, Map.of("values", values, "scalar", scalar));
      NDArray into = manager.ones(new Shape(2, 2));
      NDArray number = manager.zeros(new Shape());
      int before = manager.getManagedArrays().size();
      try (ToyCheckpoint saved = ToyCheckpoint.open(place, SETTINGS)) {
        assertThat(saved.step()).isEqualTo(6);
        saved.copyTo(Map.of("values", into, "scalar", number));
        assertThat(saved.shape("values")).containsExactly(2L, 2L);
        assertThat(saved.shape("others")).isEmpty();
      }
      assertThat(into.toFloatArray()).containsExactly(bits);
      assertThat(Float.floatToRawIntBits(into.toFloatArray()[0])).isEqualTo(1 << 31);
      assertThat(number.getFloat()).isEqualTo(7);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("run"));
    }
  }

  @Test
  void anotherShapeIsRefused() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      ToyCheckpoint.write(folder, SETTINGS, 5, Map.of("x", manager.ones(new Shape(2, 3))));
      NDArray wrong = manager.ones(new Shape(3, 2));
      try (ToyCheckpoint saved = ToyCheckpoint.open(folder, SETTINGS)) {
        assertThatThrownBy(() -> saved.copyTo(Map.of("x", wrong)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(
                "state.safetensors, \"x\": expected the shape (3, 2), got (2, 3)");
      }
    }
  }

  @Test
  void whatAKilledWriterLeftIsPutRight() throws Exception {
    Path place = folder.resolve("run");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      ToyCheckpoint.write(place, SETTINGS, 5, Map.of("x", manager.ones(new Shape(1))));
    }
    Files.move(place, folder.resolve("run.old-12-0123456789ab"));
    Files.createDirectory(folder.resolve("run.tmp-12-0123456789ab"));
    assertThat(ToyCheckpoint.isIn(place)).isTrue();
    assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("run"));
    assertThat(ToyCheckpoint.isIn(folder.resolve("other"))).isFalse();
  }
}
