package org.monosem.examples.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.monosem.harvest.pipeline.HarvestBuilder;
import picocli.CommandLine.Option;

/** Which positions of a context are not harvested. */
final class SkipOptions {
  /** Their names, for commands that have no use for them. */
  static final String[] NAMES = {"--skip-first", "--skip-tokens", "--skip-special"};

  @Option(
      names = "--skip-first",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Leave out the first N positions of every context (default: ${DEFAULT-VALUE}); models give"
              + " the first one activations of its own kind.")
  int first;

  @Option(
      names = "--skip-tokens",
      split = ",",
      paramLabel = "ID",
      description = "Leave out the positions of these token ids.")
  List<Integer> tokens = List.of();

  @Option(
      names = "--skip-special",
      description = "Leave out the end-of-text token, which stands in front of every document.")
  boolean special;

  void check() {
    UsageException.atLeast(0, "--skip-first", first);
    tokens.forEach(id -> UsageException.atLeast(0, "--skip-tokens", id));
    UsageException.distinct("--skip-tokens", tokens);
  }

  /**
   * Tells a harvest.
   *
   * @param endOfText the id of the end-of-text token, where it is special; null to leave it in
   */
  void applyTo(HarvestBuilder builder, @Nullable Integer endOfText) {
    IntStream ids = tokens.stream().mapToInt(Integer::intValue);
    if (endOfText != null) {
      ids = IntStream.concat(ids, IntStream.of(endOfText));
    }
    builder.firstPosition(first).skipTokens(ids.toArray());
  }
}
