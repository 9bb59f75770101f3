package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.scale.FalseKillingRate;
import org.monosem.core.polysemanticity.scale.MonosemanticScale;
import org.monosem.core.polysemanticity.scale.MovingThreshold;
import org.monosem.core.polysemanticity.scale.PhiSelection;
import org.monosem.core.polysemanticity.scale.ScaleOptions;
import org.monosem.core.polysemanticity.scale.ScaleReport;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/**
 * Scores the shipped model's neurons on the monosemantic scale while texts of four kinds stream by,
 * and prints what inhibition would choose, and how often wrongly, if each neuron were for one kind.
 */
public final class ScaleExample {
  private static final int TEXTS = 120;
  private static final int NEURONS = 512;
  private static final double FRACTION = 0.02;

  /** Neurons that fire rarely need many tokens before their variance can be trusted. */
  private static final ScaleOptions OPTIONS = new ScaleOptions(2000, List.of(100.0));

  /** What the threshold starts at and how fast it follows. */
  private static final MovingThreshold START = new MovingThreshold(1, 20, FRACTION);

  private ScaleExample() {}

  public static void main(String[] args) {
    Result result = measure(Seed.of(1));
    System.out.printf(
        Locale.ROOT,
        "mean phi %.2f, mean of the highest of each token %.1f, a share %.5f is 100 or more%n",
        result.scale().meanPhi(),
        result.scale().meanTopPhi(),
        result.scale().shareAtLeast(100));
    System.out.printf(
        Locale.ROOT,
        "highest %.0f %% of each token: %.1f %% of the choices are not of the neuron's best kind%n",
        100 * FRACTION,
        100 * result.byFraction().rate());
    System.out.printf(
        Locale.ROOT,
        "a threshold that followed that rate ended at %.2f: %.1f %%%n",
        result.threshold().tau(),
        100 * result.byThreshold().rate());
  }

  /**
   * What was found.
   *
   * @param scale of all neurons
   * @param byFraction how often the highest fraction was chosen wrongly
   * @param byThreshold how often what a threshold chose was
   * @param threshold where it ended
   */
  record Result(
      ScaleReport scale,
      FalseKillingRate byFraction,
      FalseKillingRate byThreshold,
      MovingThreshold threshold) {}

  static Result measure(Seed seed) {
    List<Document> texts = SampleTexts.of(TEXTS, seed);
    List<String> kinds = texts.stream().map(Document::domain).distinct().toList();
    MonosemanticScale scale = MonosemanticScale.start(NEURONS, OPTIONS);
    Choices choices = new Choices(kinds.size());
    try (ModelRun model = new ModelRun()) {
      for (Document text : texts) {
        int kind = kinds.indexOf(text.domain());
        try (NDManager scope = model.newManager()) {
          scale.add(
              model.activations(scope, text.text(), List.of(HookPoint.mlpPost(0))).get(0),
              (row, phi) -> choices.add(phi, kind));
        }
        choices.follow();
      }
    }
    return new Result(scale.report(), choices.byFraction, choices.byThreshold, choices.threshold);
  }

  /** What two selections choose, told apart by the kind of text. */
  private static final class Choices {
    private final PhiSelection fraction = new PhiSelection.TopFraction(FRACTION);
    private final FalseKillingRate byFraction;
    private final FalseKillingRate byThreshold;
    private final List<double[]> text = new ArrayList<>();
    private MovingThreshold threshold = START;

    Choices(int kinds) {
      byFraction = new FalseKillingRate(NEURONS, kinds);
      byThreshold = new FalseKillingRate(NEURONS, kinds);
    }

    void add(double[] phi, int kind) {
      byFraction.add(phi, kind, fraction.of(phi));
      byThreshold.add(phi, kind, threshold.selection().of(phi));
      text.add(phi.clone());
    }

    /** Moves the threshold by what it chose of a text. */
    void follow() {
      if (!text.isEmpty()) {
        threshold = threshold.after(threshold.selection().rate(text.toArray(double[][]::new)));
        text.clear();
      }
    }
  }
}
