package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Neuron embeddings, and attributions. */
final class EmbeddingChecks {
  private static final String EMBEDDING = "core/polysemanticity/embedding/embedding.py";
  private static final String ATTRIBUTION = "core/polysemanticity/virtualneuron/attribution.py";
  private static final int ROWS = 37;
  private static final int WIDTH = 40;
  private static final int UNITS = 24;

  private EmbeddingChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(EMBEDDING, "all", 1e-5, EmbeddingChecks::embedded),
        KernelCheck.ofArray(EMBEDDING, "nearest", 1e-5, EmbeddingChecks::nearest),
        KernelCheck.ofArray(ATTRIBUTION, "write_attributions", 1e-5, EmbeddingChecks::attributed));
  }

  private static NDList embedded(Inputs in, Kernels k) {
    NDArray z = in.normal(ROWS, WIDTH);
    NDArray w = in.normal(UNITS, WIDTH);
    NDArray embeddings = in.poisoned(ROWS, WIDTH);
    k.run("write_embeddings", z, w, 7, embeddings);
    NDArray before = in.poisoned(ROWS, UNITS);
    k.run("write_pre_activations", z, w, in.normal(UNITS), before);
    return new NDList(embeddings, before, k.array("cosines", z, w, 7));
  }

  /** The cosines alone: which of two equal ones comes first is left open. */
  private static NDArray nearest(Inputs in, Kernels k) {
    NDArray x = in.normal(ROWS, WIDTH);
    return k.list("nearest", x, in.integers(9, ROWS), 5, 20, 3, 16).get(0);
  }

  private static NDArray attributed(Inputs in, Kernels k) {
    NDArray out = in.poisoned(ROWS, WIDTH);
    k.run("write_attributions", in.normal(ROWS, WIDTH), in.normal(1, WIDTH), out);
    return out;
  }
}
