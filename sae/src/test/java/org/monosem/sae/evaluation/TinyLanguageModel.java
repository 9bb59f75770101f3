package org.monosem.sae.evaluation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.random.Seed;

/**
 * A language model small enough to compute by hand: {@code z = E[token] + P[position]} at one hook
 * point, {@code h = max(0, z)} at the other, {@code logits = h U}.
 */
final class TinyLanguageModel implements HookedLanguageModel {
  static final HookPoint HOOK = HookPoint.of("blocks.0.mlp.hook_post");
  static final HookPoint READ = HookPoint.of("blocks.0.mlp.hook_pre");
  static final int WIDTH = 6;
  static final int VOCABULARY = 11;
  static final int CONTEXT = 8;

  final float[][] embedding;
  final float[][] position;
  final float[][] unembedding;
  final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final NDArray u;

  TinyLanguageModel(Seed seed) {
    embedding = gaussians(seed.named("embedding"), VOCABULARY, WIDTH);
    position = gaussians(seed.named("position"), CONTEXT, WIDTH);
    unembedding = gaussians(seed.named("unembedding"), WIDTH, VOCABULARY);
    u = manager.create(unembedding);
  }

  static float[][] gaussians(Seed seed, int rows, int columns) {
    SplittableRandom random = seed.random();
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int c = 0; c < columns; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  @Override
  public int contextLength() {
    return CONTEXT;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.of(READ, HOOK);
  }

  @Override
  public int width(HookPoint hook) {
    if (!hookPoints().contains(hook)) {
      throw new IllegalArgumentException("no hook point " + hook.name());
    }
    return WIDTH;
  }

  @Override
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    width(hook);
    int length = (int) tokens.getShape().get(1);
    int batch = (int) tokens.getShape().get(0);
    long[] ids = tokens.toLongArray();
    float[] h = new float[batch * length * WIDTH];
    for (int i = 0; i < h.length; i++) {
      int place = i / WIDTH;
      float z = read(ids[place], place % length)[i % WIDTH];
      h[i] = hook.equals(READ) ? z : Math.max(0, z);
    }
    return tokens.getManager().create(h, new Shape(batch, length, WIDTH));
  }

  /** Returns the activations of one token at one position. */
  float[] row(long token, int at) {
    float[] h = read(token, at);
    for (int d = 0; d < WIDTH; d++) {
      h[d] = Math.max(0, h[d]);
    }
    return h;
  }

  /** Returns what the non-linearity reads there. */
  float[] read(long token, int at) {
    float[] z = new float[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
      z[d] = embedding[(int) token][d] + position[at][d];
    }
    return z;
  }

  @Override
  public NDArray logits(NDArray tokens) {
    return activations(tokens, HOOK).matMul(u);
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    return losses(tokens, activations(tokens, HOOK));
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    return losses(tokens, written(hook, edit.edit(activations(tokens, hook))));
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    NDArray clean = activations(tokens, hook);
    NDArray cleanLog = written(hook, clean).matMul(u).logSoftmax(-1);
    NDList losses = new NDList(losses(tokens, written(hook, clean)));
    NDList divergences = new NDList();
    for (ActivationEdit edit : edits) {
      NDArray edited = written(hook, edit.edit(clean));
      losses.add(losses(tokens, edited));
      NDArray log = edited.matMul(u).logSoftmax(-1);
      divergences.add(cleanLog.exp().mul(cleanLog.sub(log)).sum(new int[] {-1}));
    }
    return new EditedRuns(NDArrays.stack(losses), NDArrays.stack(divergences));
  }

  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    return directions.matMul(u);
  }

  private static NDArray written(HookPoint hook, NDArray activations) {
    return hook.equals(READ) ? activations.maximum(0) : activations;
  }

  private NDArray losses(NDArray tokens, NDArray activations) {
    long last = tokens.getShape().get(1) - 1;
    NDArray logProbabilities =
        activations.get(new NDIndex(":, 0:{}", last)).matMul(u).logSoftmax(-1);
    NDArray next = tokens.get(new NDIndex(":, 1:")).expandDims(-1);
    return logProbabilities.gather(next, 2).squeeze(-1).neg();
  }

  @Override
  public void close() {
    manager.close();
  }
}
