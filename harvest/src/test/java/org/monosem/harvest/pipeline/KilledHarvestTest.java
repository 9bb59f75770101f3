package org.monosem.harvest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;
import org.monosem.harvest.cache.ActivationCache;

/**
 * Kills the process that harvests, again and again, and compares the finished cache with one that
 * was never interrupted. It shows what survives the end of a process, not of the power supply.
 */
class KilledHarvestTest {
  @TempDir Path folder;

  @Test
  void aHarvestKilledThreeTimesEndsWithTheSameBytes() throws Exception {
    killAndCompare(3);
  }

  @Test
  @Tag("long")
  void aHarvestKilledFiftyTimesEndsWithTheSameBytes() throws Exception {
    killAndCompare(50);
  }

  private void killAndCompare(int kills) throws Exception {
    Path whole = folder.resolve("whole");
    HarvestChild.harvest(whole, progress -> true);
    Map<String, String> expected = FolderContent.of(whole);
    SplittableRandom random = Seed.of(kills).random();
    int cache = 0;
    for (int killed = 0; killed < kills; ) {
      if (runUntil(broken(cache), random.nextInt(60))) {
        assertThat(FolderContent.of(broken(cache++))).isEqualTo(expected);
      } else {
        killed++;
        checkReadable(broken(cache));
      }
    }
    if (Files.exists(broken(cache))) {
      runUntil(broken(cache), Integer.MAX_VALUE);
      assertThat(FolderContent.of(broken(cache))).isEqualTo(expected);
    }
  }

  private Path broken(int cache) {
    return folder.resolve("broken" + cache);
  }

  /** Runs a harvest, kills it after some batches, and returns whether it ended before. */
  private static boolean runUntil(Path cache, int batches) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                HarvestChild.class.getName(),
                cache.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = readLines(child, batches);
    if (!ended) {
      child.destroyForcibly();
    }
    int exit = child.waitFor();
    assertThat(!ended || exit == 0).as("a child that is not killed ends well").isTrue();
    return ended;
  }

  private static boolean readLines(Process child, int lines) throws IOException {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int line = 0; line < lines; line++) {
        if (output.readLine() == null) {
          return true;
        }
      }
      return false;
    }
  }

  /** What is committed can be read at any time, also before the harvest goes on. */
  private static void checkReadable(Path cache) {
    if (Files.exists(cache.resolve("shard-000007.safetensors"))) {
      ActivationCache.open(cache).verify();
    }
  }
}
