package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.core.random.Seed;
import org.monosem.examples.digits.DigitExperiment;
import org.monosem.examples.digits.DigitImages;
import org.monosem.examples.digits.DigitPlan;
import org.monosem.examples.digits.DigitResult;
import org.monosem.examples.digits.IdxFile;
import org.monosem.examples.digits.WrittenDigits;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Repeats the experiment of the neuron embeddings paper. */
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a classifier of digits, 784-64-10, and two dictionaries of 512 features on its hidden",
      "layer, one with the embedding term in its loss, and measure by neuron embeddings how",
      "polysemantic neurons and features are: mean and largest distance of their strongest examples,",
      "distances within and between meanings, and the number of meanings. The digits are handwritten",
      "ones that you have, or written by this program."
    })
final class BenchmarkDigitsCommand extends CliCommand {
  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "Handwritten digits: an IDX file of 28 by 28 images, or .gz of one.")
  @Nullable Path images;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "What they show: an IDX file of digits, or .gz of one.")
  @Nullable Path labels;

  @Option(
      names = "--count",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Images to write when none are given (default: ${DEFAULT-VALUE}).")
  int count;

  @Option(
      names = "--epochs",
      defaultValue = "8",
      paramLabel = "N",
      description = "Passes of the classifier over the images (default: ${DEFAULT-VALUE}).")
  int epochs;

  @Option(
      names = "--steps",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Updates of each dictionary, 512 rows each (default: ${DEFAULT-VALUE}).")
  long steps;

  @Option(
      names = "--l1",
      defaultValue = "0.02",
      paramLabel = "X",
      description = "The dictionaries' coefficient (default: ${DEFAULT-VALUE}).")
  double l1;

  @Option(
      names = "--embedding-term",
      defaultValue = "0.02",
      paramLabel = "MU",
      description = "Weight of the second dictionary's term (default: ${DEFAULT-VALUE}).")
  double embeddingTerm;

  @Option(
      names = "--fraction",
      defaultValue = "0.75",
      paramLabel = "X",
      description =
          "Share of a unit's maximum that its examples exceed; 0: its 100 strongest images"
              + " (default: ${DEFAULT-VALUE}).")
  double fraction;

  @Option(
      names = "--threshold",
      defaultValue = "0.9",
      paramLabel = "X",
      description = "Cosine above which two examples mean the same (default: ${DEFAULT-VALUE}).")
  double threshold;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    DigitPlan plan = plan();
    DigitImages all = read();
    int tested = Math.max(1, all.size() / 10);
    try (Progress progress = new Progress(console(), "training", "steps", epochs + 2 * steps)) {
      DigitResult found =
          new DigitExperiment(
                  plan,
                  common.device(),
                  (stage, done, of) -> {
                    stop.check();
                    progress.at(before(stage) + done, stage);
                  })
              .run(all.from(tested, all.size()), all.from(0, tested));
      result.put("images", all.size());
      result.put("accuracy", found.accuracy());
      result.put("polysemanticity", new Table(found.table()));
    }
  }

  private long before(String stage) {
    return switch (stage) {
      case "classifier" -> 0;
      case "dictionary" -> epochs;
      default -> epochs + steps;
    };
  }

  private DigitPlan plan() {
    UsageException.atLeast(20, "--count", count);
    UsageException.atLeast(1, "--epochs", epochs);
    UsageException.atLeast(1, "--steps", steps);
    requirePositive("--l1", l1);
    requirePositive("--embedding-term", embeddingTerm);
    try {
      return DigitPlan.published(common.masterSeed().named("digits"))
          .withL1(l1)
          .withTermWeight(embeddingTerm)
          .withLengths(epochs, new RunLength(steps, 512))
          .withExamples(ExampleOptions.published().withFraction(fraction))
          .withMeanings(MeaningOptions.standard().withThreshold(threshold));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static void requirePositive(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new UsageException(option + ": expected a positive number, got " + value);
    }
  }

  private DigitImages read() {
    if (images != null && labels != null) {
      refuse("with --images", "--count");
      return IdxFile.read(images, labels);
    }
    if (images != null || labels != null) {
      throw new UsageException("--images and --labels: expected both or neither");
    }
    Seed seed = common.masterSeed().named("images");
    return WrittenDigits.write(count, seed);
  }
}
