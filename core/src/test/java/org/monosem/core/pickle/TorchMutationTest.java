package org.monosem.core.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.archive.ReadsOrRefuses;
import org.monosem.core.tensor.StoredTensor;

/** Every file of PyTorch, damaged in hundreds of ways. */
class TorchMutationTest {
  @TempDir Path folder;

  @Test
  void readsOrRefuses() {
    mutate(400);
  }

  @Test
  @Tag("long")
  void readsOrRefusesManyMore() {
    mutate(5_000);
  }

  private void mutate(int mutations) {
    ReadsOrRefuses outcome = new ReadsOrRefuses();
    for (String name : TorchGolden.expected().keySet()) {
      outcome.mutate(TorchGolden.path(name), mutations, folder, TorchMutationTest::readAll);
    }
    int all = outcome.read() + outcome.refused();
    // Both ends are reached, so the damage is neither harmless nor blunt.
    assertThat(outcome.read()).isGreaterThan(all / 20);
    assertThat(outcome.refused()).isGreaterThan(all / 4);
  }

  private static void readAll(Path path) {
    try (TorchFile file = TorchFile.open(path)) {
      for (StoredTensor tensor : file.root().tensors().values()) {
        if (tensor.type().isFloat()) {
          tensor.readFloats();
        } else {
          tensor.readLongs();
        }
      }
    }
  }
}
