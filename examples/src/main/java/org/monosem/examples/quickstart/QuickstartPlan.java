package org.monosem.examples.quickstart;

import ai.djl.Device;
import java.nio.file.Path;
import org.monosem.core.HookPoint;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;

/**
 * What a first run does.
 *
 * @param corpus the text
 * @param out the folder of everything that the run makes
 * @param hook where the model is looked into
 * @param rows activations harvested, at most
 * @param features features of the dictionary
 * @param recipe how it is trained, already scaled to the length
 * @param length steps and batch of the training
 * @param evaluationContexts contexts of held-out text measured on, at most
 * @param surveyContexts contexts of text searched for examples of features, at most
 * @param seed of every random choice
 * @param device what computes
 */
public record QuickstartPlan(
    Corpus corpus,
    Path out,
    HookPoint hook,
    long rows,
    int features,
    Recipe recipe,
    RunLength length,
    int evaluationContexts,
    int surveyContexts,
    Seed seed,
    Device device) {

  /** The share of documents, chosen by a hash of their text, that only measuring reads. */
  public static final double HELD_OUT = 0.05;

  Path cache() {
    return out.resolve("cache");
  }

  Path dictionary() {
    return out.resolve("sae");
  }

  Path log() {
    return out.resolve("log.jsonl");
  }
}
