package org.monosem.core.numpy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.archive.ReadsOrRefuses;
import org.monosem.core.tensor.StoredTensor;

/** Files of NumPy, damaged in hundreds of ways. */
class NumpyMutationTest {
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
    for (String name :
        List.of("types.npz", "params.npz", "params-compressed.npz", "params-zip64.npz")) {
      outcome.mutate(GoldenNumpyTest.path(name), mutations, folder, NumpyMutationTest::readAll);
    }
    for (String name : List.of("rows-1.npy", "columns-2.npy", "rows-3.npy")) {
      outcome.mutate(GoldenNumpyTest.path(name), mutations, folder, NumpyMutationTest::readOne);
    }
    int all = outcome.read() + outcome.refused();
    // Both ends are reached, so the damage is neither harmless nor blunt.
    assertThat(outcome.read()).isGreaterThan(all / 20);
    assertThat(outcome.refused()).isGreaterThan(all / 4);
  }

  private static void readAll(Path path) {
    try (NumpyArchive archive = NumpyArchive.open(path)) {
      archive.names().forEach(name -> read(archive.array(name)));
    }
  }

  private static void readOne(Path path) {
    try (NumpyFile file = NumpyFile.open(path)) {
      read(file.array());
    }
  }

  private static void read(StoredTensor tensor) {
    if (tensor.type().isFloat()) {
      tensor.readFloats();
    } else {
      tensor.readLongs();
    }
  }
}
