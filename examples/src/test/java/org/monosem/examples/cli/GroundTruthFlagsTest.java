package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import picocli.CommandLine;

class GroundTruthFlagsTest {
  private static final List<String> USUAL =
      List.of("--correlation=0.3", "--parents=6", "--bias=0.1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--atoms=120",
        "--d-in=63",
        "--l0=5",
        "--exponent=0.9",
        "--correlation=0.6",
        "--group=8",
        "--parents=8",
        "--children=3",
        "--child-probability=0.9",
        "--exclusive",
        "--orthonormal",
        "--shared-cosine=0.2",
        "--bias=2",
        "--noise=0.2"
      })
  void everyFlagChangesTheData(String flag) {
    List<String> words = new ArrayList<>(USUAL);
    words.removeIf(usual -> usual.split("=", -1)[0].equals(flag.split("=", -1)[0]));
    words.add(flag);
    assertThat(Arrays.equals(rows(words), rows(USUAL))).isFalse();
    assertThat(rows(words)).containsExactly(rows(words));
  }

  private static float[] rows(List<String> words) {
    GroundTruthFlags flags =
        CommandLine.populateCommand(new GroundTruthFlags(), words.toArray(String[]::new));
    try (NDManager manager = NDManager.newBaseManager();
        ActivationStream stream = flags.truth(Seed.of(1)).activations(0, 200).open(Seed.of(2), 0)) {
      return stream.next(manager, 200).toFloatArray();
    }
  }
}
