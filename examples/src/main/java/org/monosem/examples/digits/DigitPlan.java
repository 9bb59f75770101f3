package org.monosem.examples.digits;

import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.training.RunLength;

/**
 * What the experiment trains and measures.
 *
 * @param hidden neurons of the classifier
 * @param epochs passes of its training over the images
 * @param batch images of one of its updates
 * @param learningRate of Adam
 * @param features of a dictionary
 * @param l1 the dictionaries' coefficient, by the recipe of 2023
 * @param term what the second dictionary's loss has beside
 * @param length of a dictionary's training
 * @param examples which examples of a unit count
 * @param meanings when two of them mean the same
 * @param seed decides everything random
 */
public record DigitPlan(
    int hidden,
    int epochs,
    int batch,
    double learningRate,
    int features,
    double l1,
    EmbeddingTerm term,
    RunLength length,
    ExampleOptions examples,
    MeaningOptions meanings,
    Seed seed) {

  /**
   * Returns the source's sizes: 784 - 64 - 10, and 512 features. The trainings are ours, the source
   * does not give them. The coefficient decides how polysemantic the features are: on 20,000
   * written digits the ratio of mean distances, features to neurons, is 0.55 at 0.01 (31 features
   * an image), 0.41 at 0.02 (18) and 0.37 at 0.03 (13); the source's is 0.45.
   */
  public static DigitPlan published(Seed seed) {
    return new DigitPlan(
        64,
        8,
        128,
        1e-3,
        512,
        0.02,
        new EmbeddingTerm(0.1, 512, EmbeddingTerm.Average.FEATURES),
        new RunLength(4000, 512),
        ExampleOptions.published(),
        MeaningOptions.standard(),
        seed);
  }

  /** Returns the same with another size of classifier and dictionary. */
  public DigitPlan withSizes(int neurons, int dictionaryFeatures) {
    return new DigitPlan(
        neurons,
        epochs,
        batch,
        learningRate,
        dictionaryFeatures,
        l1,
        term,
        length,
        examples,
        meanings,
        seed);
  }

  /** Returns the same with other lengths of training. */
  public DigitPlan withLengths(int passes, RunLength dictionaryLength) {
    return new DigitPlan(
        hidden,
        passes,
        batch,
        learningRate,
        features,
        l1,
        term,
        dictionaryLength,
        examples,
        meanings,
        seed);
  }

  /** Returns the same with another coefficient. */
  public DigitPlan withL1(double value) {
    return new DigitPlan(
        hidden,
        epochs,
        batch,
        learningRate,
        features,
        value,
        term,
        length,
        examples,
        meanings,
        seed);
  }

  /** Returns the same with another term. */
  public DigitPlan withTerm(EmbeddingTerm value) {
    return new DigitPlan(
        hidden, epochs, batch, learningRate, features, l1, value, length, examples, meanings, seed);
  }

  /** Returns the same with another threshold and average of meanings. */
  public DigitPlan withMeanings(MeaningOptions value) {
    return new DigitPlan(
        hidden, epochs, batch, learningRate, features, l1, term, length, examples, value, seed);
  }
}
