package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** The transformer's forward pass, kernel by kernel. */
final class TransformerChecks {
  private static final String TEXT = "harvest/transformer/forward.py";
  private static final int BATCH = 3;
  private static final int POSITIONS = 70;
  private static final int WIDTH = 64;
  private static final int HEADS = 4;
  private static final int VOCABULARY = 101;
  private static final double EPSILON = 1e-5;

  private TransformerChecks() {}

  static List<KernelCheck> all() {
    return List.of(
        new KernelCheck(TEXT, "embed_tokens, embed_positions", 1e-7, TransformerChecks::embed),
        KernelCheck.ofArray(TEXT, "add", 1e-6, (in, k) -> k.array("add", hidden(in), hidden(in))),
        KernelCheck.ofArray(TEXT, "normalize", 1e-5, TransformerChecks::normalize),
        KernelCheck.ofArray(TEXT, "linear", 1e-5, TransformerChecks::linear),
        KernelCheck.ofArray(TEXT, "attend", 1e-5, TransformerChecks::attend),
        new KernelCheck(TEXT, "activate", 1e-5, TransformerChecks::activate),
        KernelCheck.ofArray(TEXT, "store", 1e-7, TransformerChecks::store),
        new KernelCheck(TEXT, "store_logits, store_last_logits", 1e-5, TransformerChecks::logits),
        KernelCheck.ofArray(TEXT, "store_losses", 1e-5, TransformerChecks::losses),
        new KernelCheck(TEXT, "store_comparison", 1e-5, TransformerChecks::comparison),
        new KernelCheck(TEXT, "direct path", 1e-5, TransformerChecks::direct));
  }

  private static NDArray hidden(Inputs in) {
    return in.normal(BATCH, POSITIONS, WIDTH);
  }

  private static NDArray unembedding(Inputs in) {
    return in.normal(VOCABULARY, WIDTH);
  }

  private static NDList embed(Inputs in, Kernels k) {
    NDArray tokens = in.integers(VOCABULARY, BATCH, POSITIONS);
    NDArray embedded = k.array("embed_tokens", tokens, 1, BATCH, unembedding(in));
    return new NDList(
        embedded, k.array("embed_positions", embedded, in.normal(POSITIONS + 5, WIDTH)));
  }

  private static NDArray normalize(Inputs in, Kernels k) {
    NDArray x = hidden(in);
    return k.array("normalize", x, in.normal(WIDTH), in.normal(WIDTH), EPSILON);
  }

  private static NDArray linear(Inputs in, Kernels k) {
    NDArray x = hidden(in);
    return k.array("linear", x, in.normal(WIDTH, 3 * WIDTH), in.normal(3 * WIDTH));
  }

  private static NDArray attend(Inputs in, Kernels k) {
    NDArray x = hidden(in);
    NDArray w = in.normal(0.15, WIDTH, 3 * WIDTH);
    return k.array("attend", x, w, in.normal(3 * WIDTH), HEADS);
  }

  private static NDList activate(Inputs in, Kernels k) {
    NDArray x = hidden(in);
    return new NDList(
        k.array("activate", x, 0), k.array("activate", x, 1), k.array("activate", x, 2));
  }

  private static NDArray store(Inputs in, Kernels k) {
    NDArray out = in.poisoned(BATCH, POSITIONS, WIDTH);
    k.run("store", in.normal(1, POSITIONS, WIDTH), out, 0);
    k.run("store", in.normal(BATCH - 1, POSITIONS, WIDTH), out, 1);
    return out;
  }

  private static NDList logits(Inputs in, Kernels k) {
    NDArray all = in.poisoned(BATCH, POSITIONS, VOCABULARY);
    NDArray last = in.poisoned(BATCH, 1, VOCABULARY);
    NDArray x = hidden(in);
    NDArray u = unembedding(in);
    k.run("store_logits", x, u, all, 0);
    k.run("store_last_logits", x, u, last);
    return new NDList(all, last);
  }

  private static NDArray losses(Inputs in, Kernels k) {
    NDArray out = in.poisoned(BATCH, POSITIONS - 1);
    NDArray tokens = in.integers(VOCABULARY, BATCH, POSITIONS);
    k.run("store_losses", hidden(in), tokens, unembedding(in), 50, out, 0);
    return out;
  }

  private static NDList comparison(Inputs in, Kernels k) {
    NDArray losses = in.poisoned(3, BATCH, POSITIONS - 1);
    NDArray divergences = in.poisoned(2, BATCH, POSITIONS);
    NDArray tokens = in.integers(VOCABULARY, BATCH, POSITIONS);
    NDList runs = new NDList(hidden(in), hidden(in), hidden(in));
    k.run("store_comparison", runs, tokens, unembedding(in), 50, losses, divergences);
    return new NDList(losses, divergences);
  }

  private static NDList direct(Inputs in, Kernels k) {
    NDArray u = unembedding(in);
    NDArray residual = in.poisoned(7, VOCABULARY);
    NDArray normalized = in.poisoned(7, VOCABULARY);
    NDArray directions = k.array("through", in.normal(7, 30), in.normal(30, WIDTH));
    k.run("residual_to_logits", directions, in.normal(WIDTH), u, residual);
    k.run("normalized_to_logits", directions, u, normalized);
    return new NDList(residual, normalized);
  }
}
