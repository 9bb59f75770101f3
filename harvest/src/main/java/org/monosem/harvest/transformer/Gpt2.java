package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.Gpt2Forward.Contexts;
import org.monosem.harvest.transformer.Gpt2Forward.Edit;
import org.monosem.harvest.transformer.HookSite.Place;

/**
 * A GPT-2 transformer: token and position embeddings, blocks of causal attention and an MLP, each
 * reading the layer-normalised residual stream and adding to it, a final layer normalisation and an
 * unembedding (Radford et al. 2019).
 *
 * <p>Hook points have TransformerLens's names, for each layer {@code L}:
 *
 * <ul>
 *   <li>{@code hook_embed}, {@code hook_pos_embed} (the same for every context)
 *   <li>{@code blocks.L.hook_resid_pre}, {@code .hook_resid_mid}, {@code .hook_resid_post}: the
 *       residual stream
 *   <li>{@code blocks.L.ln1.hook_normalized}, {@code .ln2.hook_normalized}, {@code
 *       ln_final.hook_normalized}: layer-normalised, gain and bias applied, as in TransformerLens
 *       when weights are not folded
 *   <li>{@code blocks.L.attn.hook_z}: the heads' weighted values before the output map, side by
 *       side: {@code [batch, position, dModel]}, head {@code h} at {@code h dHead}
 *   <li>{@code blocks.L.mlp.hook_pre}, {@code .mlp.hook_post}: {@code [batch, position, dMlp]}
 *   <li>{@code blocks.L.hook_attn_out}, {@code .hook_mlp_out}: what is added to the residual stream
 * </ul>
 *
 * <p>Activations and losses are computed a few contexts at a time; an edit sees the whole batch.
 * Safe for use by several threads, each with its own manager.
 */
public final class Gpt2 implements HookedLanguageModel {
  /** Tokens of one pass: a block's activations then stay within a processor's cache. */
  private static final int TOKENS_AT_ONCE = 2048;

  /** Logits that exist at once while losses are computed: 4 million, 16 MiB. */
  private static final int LOGITS_AT_ONCE = 1 << 22;

  private final Gpt2Weights weights;
  private final NDManager owner;
  private final Map<HookPoint, Place> places = new LinkedHashMap<>();

  /** Wraps weights; closing the model closes {@code owner}. */
  Gpt2(Gpt2Weights weights, NDManager owner) {
    this.weights = weights;
    this.owner = owner;
    HookSite.places(weights.config().layers()).forEach(place -> places.put(place.hook(), place));
  }

  /**
   * Returns a model with the random weights that a training starts from: matrices and embeddings
   * normal with deviation 0.02, maps into the residual stream divided by {@code sqrt(2 layers)},
   * biases zero, gains one.
   *
   * @param manager its device is the model's; the weights live in a sub-manager of it, until the
   *     model is closed
   */
  public static Gpt2 random(Gpt2Config config, Seed seed, NDManager manager) {
    NDManager owner = manager.newSubManager();
    return new Gpt2(Gpt2Initializer.random(config, seed, owner), owner);
  }

  /** Returns the sizes. */
  public Gpt2Config config() {
    return weights.config();
  }

  Gpt2Weights weights() {
    return weights;
  }

  @Override
  public int contextLength() {
    return config().contextLength();
  }

  @Override
  public int vocabularySize() {
    return config().vocabularySize();
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.copyOf(places.keySet());
  }

  @Override
  public int width(HookPoint hook) {
    return place(hook).site().width(config());
  }

  @Override
  public NDManager newManager() {
    return NDManager.newBaseManager(owner.getDevice());
  }

  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    Place place = place(hook);
    TokenBatch.check(tokens, config(), 1);
    long[] shape = tokens.getShape().getShape();
    NDArray out = result(tokens, shape[0], shape[1], place.site().width(config()));
    forEachTile(
        tokens, place, (value, begin) -> Gpt2Forward.KERNELS.run("store", value, out, begin));
    return out;
  }

  /** {@inheritDoc} One pass, up to the last of them. */
  @Override
  public List<NDArray> activations(NDArray tokens, List<HookPoint> hooks) {
    List<Place> wanted = hooks.stream().map(this::place).toList();
    TokenBatch.check(tokens, config(), 1);
    if (wanted.isEmpty()) {
      return List.of();
    }
    long[] shape = tokens.getShape().getShape();
    List<NDArray> out =
        wanted.stream()
            .map(place -> result(tokens, shape[0], shape[1], place.site().width(config())))
            .toList();
    List<Place> order = List.copyOf(places.values());
    Place last = wanted.stream().max(Comparator.comparingInt(order::indexOf)).orElseThrow();
    forEachTile(
        tokens,
        (pass, contexts) ->
            pass.walk(
                contexts,
                last,
                (place, value) -> {
                  for (int i = 0; i < wanted.size(); i++) {
                    if (wanted.get(i).equals(place)) {
                      Gpt2Forward.KERNELS.run("store", value, out.get(i), contexts.begin());
                    }
                  }
                }));
    return out;
  }

  @Override
  public NDArray logits(NDArray tokens) {
    TokenBatch.check(tokens, config(), 1);
    long[] shape = tokens.getShape().getShape();
    NDArray out = result(tokens, shape[0], shape[1], vocabularySize());
    forEachTile(
        tokens,
        lastPlace(),
        (value, begin) ->
            Gpt2Forward.KERNELS.run("store_logits", value, weights.unembedding(), out, begin));
    return out;
  }

  /**
   * Returns the logits of the token after the last position alone.
   *
   * @param tokens int64, shape {@code [batch, position]}
   * @return shape {@code [batch, vocabulary]}, owned by the manager of the tokens
   */
  public NDArray nextTokenLogits(NDArray tokens) {
    TokenBatch.check(tokens, config(), 1);
    int batch = (int) tokens.getShape().get(0);
    NDArray out = result(tokens, batch, 1, vocabularySize());
    try (NDManager scope = tokens.getManager().newSubManager()) {
      NDArray hidden = hidden(new Contexts(tokens, 0, batch), scope);
      Gpt2Forward.KERNELS.run("store_last_logits", hidden, weights.unembedding(), out);
    }
    NDArray flat = out.reshape(batch, vocabularySize());
    out.close();
    return flat;
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    TokenBatch.check(tokens, config(), 2);
    NDArray out = losses(tokens);
    forEachTile(tokens, lastPlace(), (value, begin) -> storeLosses(value, tokens, out, begin));
    return out;
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    Place place = place(hook);
    TokenBatch.check(tokens, config(), 2);
    int batch = (int) tokens.getShape().get(0);
    NDArray out = losses(tokens);
    try (NDManager scope = tokens.getManager().newSubManager()) {
      NDArray hidden =
          pass(scope).run(new Contexts(tokens, 0, batch), lastPlace(), new Edit(place, edit));
      storeLosses(hidden, tokens, out, 0);
    } catch (RuntimeException e) {
      out.close();
      throw e;
    }
    return out;
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    Place place = place(hook);
    TokenBatch.check(tokens, config(), 2);
    long[] shape = tokens.getShape().getShape();
    EditedRuns runs =
        new EditedRuns(
            result(tokens, edits.size() + 1, shape[0], shape[1] - 1),
            result(tokens, edits.size(), shape[0], shape[1]));
    try (NDManager scope = tokens.getManager().newSubManager()) {
      NDList hidden = new NDList();
      Contexts contexts = new Contexts(tokens, 0, (int) shape[0]);
      Gpt2Forward prefix = pass(scope);
      NDArray value = prefix.run(contexts, place, null);
      hidden.add(arm(prefix, contexts, new Edit(place, x -> x), value));
      for (ActivationEdit edit : edits) {
        hidden.add(arm(prefix, contexts, new Edit(place, edit), value));
      }
      Gpt2Forward.KERNELS.run(
          "store_comparison",
          hidden,
          tokens,
          weights.unembedding(),
          Math.max(1, LOGITS_AT_ONCE / vocabularySize() / 2),
          runs.losses(),
          runs.divergences());
    } catch (RuntimeException e) {
      runs.close();
      throw e;
    }
    return runs;
  }

  /** Returns what the unembedding reads in one run, in the scope of the prefix. */
  private NDArray arm(Gpt2Forward prefix, Contexts contexts, Edit edit, NDArray value) {
    NDManager scope = value.getManager();
    try (NDManager armScope = scope.newSubManager()) {
      NDArray hidden = prefix.continued(contexts, edit, value, lastPlace(), armScope);
      if (hidden.getManager() == armScope) {
        hidden.attach(scope);
      }
      return hidden;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The direct path exists at the residual stream and what is added to it, at {@code hook_z}, at
   * {@code mlp.hook_post} and at {@code ln_final.hook_normalized} (where nothing of the final
   * normalisation is left to apply).
   *
   * @throws IllegalArgumentException at other hook points: a non-linearity lies between them and
   *     the residual stream
   */
  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    return DirectPath.of(weights, place(hook)).logits(directions);
  }

  /**
   * Returns what the neurons of a block's MLP read: their weights on {@code
   * blocks.<layer>.ln2.hook_normalized}, and their biases, so that {@code in z + bias} is {@code
   * blocks.<layer>.mlp.hook_pre}.
   *
   * @param layer the block's number
   * @param owner the owner of the weights, on the model's device
   * @return copies, {@code in [dMlp, dModel]}
   * @throws IllegalArgumentException if there is no such block
   */
  public UnitWeights mlpNeurons(int layer, NDManager owner) {
    if (layer < 0 || layer >= config().layers()) {
      throw new IllegalArgumentException(
          "layer: expected one of " + config().layers() + " from 0 on, got " + layer);
    }
    try (NDArray turned = weights.block(layer, Gpt2Layout.Slot.MLP_IN).transpose()) {
      NDArray in = turned.duplicate();
      NDArray bias = weights.block(layer, Gpt2Layout.Slot.MLP_IN_BIAS).duplicate();
      in.attach(owner);
      bias.attach(owner);
      return new UnitWeights(in, bias);
    }
  }

  /**
   * Returns a digest of sizes and weights, 64 hexadecimal digits of SHA-256, the same wherever the
   * same model is loaded. Reads every weight.
   */
  public String fingerprint() {
    return Gpt2Fingerprint.of(weights);
  }

  /** Closes the weights. */
  @Override
  public void close() {
    owner.close();
  }

  private Place place(HookPoint hook) {
    Place place = places.get(hook);
    if (place == null) {
      throw new IllegalArgumentException(
          "hook point: expected one of " + places.keySet() + ", got " + hook);
    }
    return place;
  }

  private Place lastPlace() {
    return new Place(
        HookSite.FINAL_NORM, config().layers() - 1, HookPoint.of("ln_final.hook_normalized"));
  }

  /**
   * Returns what the unembedding reads, {@code [contexts, position, dModel]}, owned by the scope.
   */
  NDArray hidden(Contexts contexts, NDManager scope) {
    return pass(scope).run(contexts, lastPlace(), null);
  }

  private Gpt2Forward pass(NDManager scope) {
    return new Gpt2Forward(weights, scope);
  }

  private static NDArray result(NDArray tokens, long... shape) {
    return tokens.getManager().create(new Shape(shape), DataType.FLOAT32);
  }

  private static NDArray losses(NDArray tokens) {
    return result(tokens, tokens.getShape().get(0), tokens.getShape().get(1) - 1);
  }

  /**
   * Stores the losses of predicting {@code tokens[1..]} from what was read at the positions before.
   */
  void storeLosses(NDArray hidden, NDArray tokens, NDArray out, int begin) {
    int rows = Math.max(1, LOGITS_AT_ONCE / vocabularySize());
    Gpt2Forward.KERNELS.run(
        "store_losses", hidden, tokens, weights.unembedding(), rows, out, begin);
  }

  private interface TileConsumer {
    void accept(NDArray value, int begin);
  }

  private void forEachTile(NDArray tokens, Place place, TileConsumer consumer) {
    forEachTile(
        tokens,
        (pass, contexts) -> consumer.accept(pass.run(contexts, place, null), contexts.begin()));
  }

  private void forEachTile(NDArray tokens, BiConsumer<Gpt2Forward, Contexts> consumer) {
    int batch = (int) tokens.getShape().get(0);
    int contexts = Math.max(1, TOKENS_AT_ONCE / (int) tokens.getShape().get(1));
    for (int begin = 0; begin < batch; begin += contexts) {
      try (NDManager scope = tokens.getManager().newSubManager()) {
        int end = Math.min(batch, begin + contexts);
        consumer.accept(pass(scope), new Contexts(tokens, begin, end));
      }
    }
  }
}
