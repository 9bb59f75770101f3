package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.file.AtomicFile;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.toy.ToyExperiment;
import org.monosem.examples.toy.UnfinishedWork;
import picocli.CommandLine.Option;

/** What every experiment on a toy model understands. */
final class ToyOptions {
  @Option(
      names = "--quick",
      description = "A small setting, seconds to a minute on one core, instead of the published.")
  boolean quick;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "How many runs, each decided by its number and --seed (default: the setting's).")
  @Nullable Integer seeds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Gets the curves as PNG and SVG, and the numbers as JSON. Until then what is done is saved",
        "in DIR/checkpoints: stop the experiment and run it again to go on; other settings are",
        "refused there."
      })
  @Nullable Path out;

  /** Refuses what makes no sense, before the work. */
  void check() {
    if (seeds != null) {
      UsageException.atLeast(1, "--seeds", seeds);
    }
    if (out != null) {
      Output.requireFolder("--out", out);
    }
  }

  /** Returns how many runs are wanted: as many as asked for, or else the setting's. */
  int seeds(int published, int small) {
    return seeds != null ? seeds : quick ? small : published;
  }

  /** Returns where what is stopped is kept: below the folder of the results, or nowhere. */
  UnfinishedWork unfinished(ToyExperiment experiment) {
    return out == null ? UnfinishedWork.none() : UnfinishedWork.in(out, experiment);
  }

  /** Writes the numbers as {@code <experiment>.json} and every plot by its name, if wanted. */
  void write(String experiment, Map<String, Object> numbers, Map<String, CurvePlot> plots) {
    if (out != null) {
      AtomicFile.writeString(out.resolve(experiment + ".json"), Console.json(numbers));
      plots.forEach((name, plot) -> plot.write(out.resolve(name)));
      numbers.put("out", out.toString());
    }
  }
}
