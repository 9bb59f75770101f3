package org.monosem.sae.evaluation;

/** The parts of an evaluation, each with its own progress. */
public enum EvaluationStage {
  /** Encoding and decoding rows of activations; counted in rows. */
  RECONSTRUCTION,
  /** Running the model up to the hook point for the mean activation; counted in contexts. */
  MEAN_ACTIVATION,
  /** Running the model clean, spliced and ablated; counted in contexts. */
  SPLICING,
  /** Comparing the directions of features; counted in features, decoder and encoder together. */
  GEOMETRY
}
