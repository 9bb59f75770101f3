package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;

/** Damaged folders are read as what they then say, or refused with their place; nothing is left. */
class SaeLensMutationTest {
  private static final String SYMBOLS = "\"{}[],:0123456789.-etrufalsn _kd";

  @Test
  void aDamagedConfigurationIsRefusedWithItsPlace(@TempDir Path folder) throws IOException {
    SplittableRandom random = Seed.of(21).random();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      write(folder, manager);
      byte[] good = Files.readAllBytes(folder.resolve("cfg.json"));
      int held = manager.getManagedArrays().size();
      int refused = 0;
      for (int round = 0; round < 600; round++) {
        byte[] bad = good.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
          char symbol = SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
          bad[random.nextInt(bad.length)] = (byte) symbol;
        }
        Files.write(folder.resolve("cfg.json"), bad);
        refused += readOrRefuse(folder, manager) ? 0 : 1;
        assertThat(manager.getManagedArrays()).hasSize(held);
      }
      assertThat(refused).isBetween(100, 599);
    }
  }

  @Test
  void sizesThatNoFileHasAreRefusedBeforeMemoryIsAskedFor(@TempDir Path folder) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      write(folder, manager);
      Path config = folder.resolve("cfg.json");
      String text = Files.readString(config);
      Files.writeString(config, text.replace("\"d_sae\": 5", "\"d_sae\": 2147483647"));
      Throwable thrown = catchThrowable(() -> SaeLensFolder.read(folder, manager));
      assertThat(thrown)
          .hasMessageContaining("tensor W_enc: expected shape [3, 2147483647], got [3, 5]");
    }
  }

  private static boolean readOrRefuse(Path folder, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      Throwable thrown = catchThrowable(() -> SaeLensFolder.read(folder, scope));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(RuntimeException.class);
        assertThat(thrown).hasMessageContaining(folder.toString());
      }
      return thrown == null;
    }
  }

  private static void write(Path folder, NDManager manager) {
    DictionaryConfig config =
        DictionaryConfig.jumpRelu(3, 5, true).asTranscoder(DictionaryKind.SKIP_TRANSCODER, 2);
    SaeLensFolder.write(
        folder,
        new DictionaryCheckpoint(
            config,
            manager.ones(new Shape(5, 3)),
            manager.ones(new Shape(5)),
            manager.ones(new Shape(5, 2)),
            manager.ones(new Shape(2)),
            ExtraWeights.threshold(manager.ones(new Shape(5)))
                .andSkip(manager.ones(new Shape(2, 3)))));
  }
}
