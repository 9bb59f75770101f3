package org.monosem.examples.cli;

import org.jspecify.annotations.Nullable;
import org.monosem.sae.objective.term.DecorrelationTerm;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;
import org.monosem.sae.objective.term.TermSum;
import picocli.CommandLine.Option;

/** What is added to a dictionary's loss beside the recipe's objective. */
final class TermOptions {
  private static final int ROWS = 256;

  @Option(
      names = "--embedding-term",
      paramLabel = "MU",
      description = "Add MU times the mean distance between embeddings of a feature's examples.")
  @Nullable Double embedding;

  @Option(
      names = "--decorrelation",
      paramLabel = "MU",
      description = "Add MU times the sum of squared cosines between different rows' features.")
  @Nullable Double decorrelation;

  @Option(
      names = "--term-rows",
      paramLabel = "N",
      description = "Rows of a batch that these are taken on (default: " + ROWS + ").")
  @Nullable Integer rows;

  /** Returns what is asked for, and checks that every option has a use. */
  RegularisationTerm term() {
    if (rows != null && embedding == null && decorrelation == null) {
      throw new UsageException(
          "--term-rows has no effect without --embedding-term or --decorrelation");
    }
    int count = rows == null ? ROWS : rows;
    UsageException.atLeast(2, "--term-rows", count);
    requirePositive("--embedding-term", embedding);
    requirePositive("--decorrelation", decorrelation);
    RegularisationTerm first =
        embedding == null
            ? new NoTerm()
            : new EmbeddingTerm(embedding, count, EmbeddingTerm.Average.FEATURES);
    if (decorrelation == null) {
      return first;
    }
    RegularisationTerm second = new DecorrelationTerm(decorrelation, count, true);
    return embedding == null ? second : new TermSum(first, second);
  }

  private static void requirePositive(String option, @Nullable Double weight) {
    if (weight != null && !(weight > 0 && Double.isFinite(weight))) {
      throw new UsageException(option + ": expected a finite number above 0, got " + weight);
    }
  }
}
