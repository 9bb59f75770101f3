package org.monosem.examples.digits;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.IntStream;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.core.polysemanticity.embedding.EmbeddedUnits;
import org.monosem.core.polysemanticity.embedding.ExampleCollector;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;

/**
 * Trains a classifier of digits and two dictionaries of its hidden layer, one with the embedding
 * term, and measures all three. Both dictionaries begin alike and see the same rows.
 */
public final class DigitExperiment {
  private static final int ROWS = 4096;

  private final DigitPlan plan;
  private final Device device;
  private final Listener listener;

  /** Prepares an experiment on a device. */
  public DigitExperiment(DigitPlan plan, Device device, Listener listener) {
    this.plan = plan;
    this.device = device;
    this.listener = listener;
  }

  /** Told how far the experiment is; may throw to end it. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after every pass of the classifier and every so many steps of a dictionary.
     *
     * @param stage what is being trained
     * @param done passes or steps
     * @param of how many there are
     */
    void at(String stage, long done, long of);
  }

  /**
   * Runs it.
   *
   * @param training images to train the classifier on, whose hidden activations the dictionaries
   *     are trained on, and whose strongest activations are the examples: document i is image i
   * @param test further images, for the classifier's accuracy
   */
  public DigitResult run(DigitImages training, DigitImages test) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      DigitClassifier classifier =
          DigitClassifier.train(
              training, plan, manager, done -> listener.at("classifier", done, plan.epochs()));
      NDArray hidden = classifier.hidden(training, manager);
      return new DigitResult(
          classifier.accuracy(test),
          neurons(training, classifier, manager),
          dictionary("dictionary", new NoTerm(), hidden),
          dictionary("dictionary with term", plan.term(), hidden));
    }
  }

  private DigitDictionary dictionary(String name, RegularisationTerm term, NDArray hidden) {
    InMemoryActivations rows = InMemoryActivations.of(hidden);
    Recipe recipe =
        PublishedRecipe.TOWARDS_MONOSEMANTICITY_2023
            .recipe(rows.width(), plan.features(), plan.l1())
            .scaled(PublishedRecipe.TOWARDS_MONOSEMANTICITY_2023.length(), plan.length())
            .withLearningRate(1e-3)
            .withTerm(term);
    TrainingPlan training =
        TrainingPlan.of(recipe, plan.features(), plan.length(), plan.seed().named("sae").value());
    try (NDManager manager = hidden.getManager().newSubManager();
        SaeTrainer trainer =
            SaeTrainer.builder(rows, training).device(device).listener(new Watcher(name)).build()) {
      trainer.train();
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        ReconstructionReport report = DictionaryEvaluation.onePass().evaluate(dictionary, rows);
        return new DigitDictionary(
            report.l0().mean(),
            report.explainedVariance().value(),
            features(name, hidden, dictionary));
      }
    }
  }

  private PolysemanticityReport neurons(
      DigitImages images, DigitClassifier classifier, NDManager manager) {
    EmbeddedUnits units = EmbeddedUnits.neurons(classifier.neurons(), before -> before.maximum(0));
    ExampleCollector collector = collector(plan.hidden());
    for (int begin = 0; begin < images.size(); begin += ROWS) {
      try (NDManager scope = manager.newSubManager()) {
        int[] batch = IntStream.range(begin, Math.min(images.size(), begin + ROWS)).toArray();
        units.collect(
            images.rows(scope, batch), RowPlaces.numbered(begin, batch.length), collector);
      }
    }
    return report("hidden layer", units, collector);
  }

  private PolysemanticityReport features(
      String name, NDArray hidden, SparseAutoencoder dictionary) {
    EmbeddedUnits units = EmbeddedUnits.features(dictionary);
    ExampleCollector collector = collector(plan.features());
    int images = (int) hidden.getShape().get(0);
    for (int begin = 0; begin < images; begin += ROWS) {
      int end = Math.min(images, begin + ROWS);
      try (NDArray rows = hidden.get(begin + ":" + end)) {
        units.collect(rows, RowPlaces.numbered(begin, end - begin), collector);
      }
    }
    return report(name, units, collector);
  }

  private ExampleCollector collector(int units) {
    return ExampleCollector.create(IntStream.range(0, units).toArray(), plan.examples());
  }

  private PolysemanticityReport report(
      String name, EmbeddedUnits units, ExampleCollector collector) {
    return PolysemanticityReport.of(name, collector.value(), units.weights(), plan.meanings());
  }

  /** Passes on how far the dictionary's training is. */
  private final class Watcher implements TrainingListener {
    private final String stage;

    Watcher(String stage) {
      this.stage = stage;
    }

    @Override
    public void progressed(TrainingProgress progress) {
      listener.at(stage, progress.step(), plan.length().steps());
    }
  }
}
