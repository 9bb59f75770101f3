package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.polysemanticity.decorrelation.Decorrelation;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.term.DecorrelationTerm;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;
import org.monosem.sae.objective.term.TermBatch;

/** What the terms do to a dictionary's features. */
class TermEffectTest {
  private static final int D_IN = 16;
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, D_IN, 2000, 9);
  private static final Recipe RECIPE = Recipe.topK2024(D_IN, 40, 4).withLearningRate(3e-3);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theEmbeddingTermBringsAFeaturesExamplesTogether(long seed) {
    double control = measured(new NoTerm(), seed).distance();
    double treated = measured(EmbeddingTerm.of(1), seed).distance();
    assertThat(treated).isLessThan(0.9 * control);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theDecorrelationTermSetsInputsApart(long seed) {
    double control = measured(new NoTerm(), seed).decorrelation();
    double treated = measured(DecorrelationTerm.of(1e-2), seed).decorrelation();
    assertThat(treated).isGreaterThan(control + 0.005);
  }

  @Test
  void aRecipeFromBeforeTermsHasNone() {
    Recipe recipe = RECIPE.withTerm(EmbeddingTerm.of(0.25));
    String text = StrictJson.write(recipe.toJson());
    JsonObject json = new JsonObject("recipe", StrictJson.parseObject(text, "recipe"));
    assertThat(Recipe.fromJson(json)).isEqualTo(recipe);
    assertThat(Recipe.fromJson(json.without("term"))).isEqualTo(RECIPE);
  }

  private record Measured(double distance, double decorrelation) {}

  private static Measured measured(RegularisationTerm term, long seed) {
    TrainingPlan plan = TrainingPlan.of(RECIPE.withTerm(term), 40, new RunLength(400, 64), seed);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(DATA.source(), plan).build()) {
      trainer.train();
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        FeatureActivations features = dictionary.encode(DATA.rows);
        Decorrelation metric = new Decorrelation(40);
        metric.add(features);
        return new Measured(distance(trainer, manager), metric.value());
      }
    }
  }

  /** The mean over features of the mean distance of their examples' embeddings, over all rows. */
  private static double distance(SaeTrainer trainer, NDManager manager) {
    float[] flat = new float[DATA.rows.length * D_IN];
    for (int r = 0; r < DATA.rows.length; r++) {
      System.arraycopy(DATA.rows[r], 0, flat, r * D_IN, D_IN);
    }
    DictionaryParameters p = trainer.state().parameters();
    double factor = trainer.state().scaling().factors().get(0);
    NDArray rows = manager.create(flat, new Shape(DATA.rows.length, D_IN)).mul(factor);
    DictionaryParameters unused = DictionaryParameters.zeros(manager, 40, D_IN, rows.getDataType());
    TermBatch batch = new TermBatch(RECIPE.objective(), p, rows, 1);
    EmbeddingTerm measure = new EmbeddingTerm(1, 100_000, EmbeddingTerm.Average.FEATURES);
    return measure.addGradient(manager, batch, unused).getFloat();
  }
}
