package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationEdit;
import org.monosem.core.kernel.KernelModule;
import org.monosem.harvest.transformer.Gpt2Layout.Slot;
import org.monosem.harvest.transformer.HookSite.Place;

/**
 * One forward pass over some contexts of a batch of tokens, hook point by hook point.
 *
 * <p>It holds the residual stream and what was last read from it (the branch); each step makes the
 * next of the two and closes what nothing needs any more.
 */
final class Gpt2Forward {
  static final KernelModule KERNELS = KernelModule.load(Gpt2Forward.class, "forward.py");

  private final Gpt2Weights weights;
  private final NDManager scope;
  private @Nullable NDArray residual;
  private @Nullable NDArray branch;

  /**
   * Begins a pass.
   *
   * @param weights the model
   * @param scope the owner of everything that the pass makes
   */
  Gpt2Forward(Gpt2Weights weights, NDManager scope) {
    this.weights = weights;
    this.scope = scope;
  }

  /** Contexts {@code begin .. end-1} of tokens {@code [batch, position]}. */
  record Contexts(NDArray tokens, int begin, int end) {}

  /** A replacement at a hook point. */
  record Edit(Place place, ActivationEdit with) {}

  /** Returns the activations at a place, {@code [end - begin, position, width]}. */
  NDArray run(Contexts contexts, Place last, @Nullable Edit edit) {
    return run(HookSite.places(weights.config().layers()), contexts, last, edit);
  }

  /** Passes through all places up to the last one, and shows the activations at each. */
  void walk(Contexts contexts, Place last, BiConsumer<Place, NDArray> visitor) {
    for (Place place : HookSite.places(weights.config().layers())) {
      NDArray value = compute(place, contexts);
      keep(place.site(), value);
      visitor.accept(place, value);
      if (place.equals(last)) {
        return;
      }
    }
  }

  /**
   * Returns the activations at a later place, if what stands at the last place that this pass came
   * to is replaced; this pass stays where it is.
   *
   * @param from the last place that this pass computed
   * @param value that place's activations
   * @param armScope the owner of everything that is made behind it
   */
  NDArray continued(Contexts contexts, Edit from, NDArray value, Place last, NDManager armScope) {
    List<Place> places = HookSite.places(weights.config().layers());
    Gpt2Forward arm = new Gpt2Forward(weights, armScope);
    arm.residual = residual;
    arm.branch = branch;
    NDArray replacement = replaced(value, from);
    arm.keep(from.place().site(), replacement);
    int behind = places.indexOf(from.place()) + 1;
    NDArray result =
        behind == places.size()
            ? replacement
            : arm.run(places.subList(behind, places.size()), contexts, last, null);
    if (replacement != value && replacement != result && replacement.getManager() == scope) {
      replacement.close();
    }
    return result;
  }

  private NDArray run(List<Place> places, Contexts contexts, Place last, @Nullable Edit edit) {
    for (Place place : places) {
      NDArray value = compute(place, contexts);
      if (edit != null && edit.place().equals(place)) {
        value = replaced(value, edit);
      }
      keep(place.site(), value);
      if (place.equals(last)) {
        return value;
      }
    }
    throw new IllegalStateException("no place " + last);
  }

  private NDArray compute(Place place, Contexts contexts) {
    int layer = place.layer();
    return switch (place.site()) {
      case EMBED ->
          call(
              "embed_tokens",
              contexts.tokens(),
              contexts.begin(),
              contexts.end(),
              weights.tokenEmbedding());
      case POSITION -> call("embed_positions", residual(), weights.positionEmbedding());
      case RESIDUAL_PRE -> layer == 0 ? call("add", residual(), branch()) : residual();
      case RESIDUAL_MID, RESIDUAL_POST -> call("add", residual(), branch());
      case LN1 -> normalize(weight(layer, Slot.LN1_GAIN), weight(layer, Slot.LN1_BIAS));
      case LN2 -> normalize(weight(layer, Slot.LN2_GAIN), weight(layer, Slot.LN2_BIAS));
      case FINAL_NORM -> normalize(weights.finalGain(), weights.finalBias());
      case Z ->
          call(
              "attend",
              branch(),
              weight(layer, Slot.QKV),
              weight(layer, Slot.QKV_BIAS),
              weights.config().heads());
      case ATTENTION_OUT -> linear(layer, Slot.ATTENTION_OUT, Slot.ATTENTION_OUT_BIAS);
      case MLP_PRE -> linear(layer, Slot.MLP_IN, Slot.MLP_IN_BIAS);
      case MLP_POST -> call("activate", branch(), weights.config().activation().kernelNumber());
      case MLP_OUT -> linear(layer, Slot.MLP_OUT, Slot.MLP_OUT_BIAS);
    };
  }

  private NDArray normalize(NDArray gain, NDArray bias) {
    return call("normalize", residual(), gain, bias, weights.config().layerNormEpsilon());
  }

  private NDArray linear(int layer, Slot map, Slot bias) {
    return call("linear", branch(), weight(layer, map), weight(layer, bias));
  }

  private NDArray call(String kernel, Object... arguments) {
    return KERNELS.callForArray(scope, kernel, arguments);
  }

  private NDArray weight(int layer, Slot slot) {
    return weights.block(layer, slot);
  }

  private void keep(HookSite site, NDArray value) {
    if (site.inResidualStream()) {
      close(residual, value);
      residual = value;
    } else {
      close(branch, value);
      branch = value;
    }
  }

  /** Closes what this pass made; an array of the user's, put in by an edit, stays open. */
  private void close(@Nullable NDArray old, NDArray next) {
    if (old != null && old != next && old.getManager() == scope) {
      old.close();
    }
  }

  private NDArray replaced(NDArray value, Edit edit) {
    NDArray replacement = edit.with().edit(value);
    if (!replacement.getShape().equals(value.getShape())
        || replacement.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "edit at "
              + edit.place().hook()
              + ": expected float32 "
              + value.getShape()
              + ", got "
              + replacement.getDataType()
              + " "
              + replacement.getShape());
    }
    return replacement;
  }

  private NDArray residual() {
    return present(residual);
  }

  private NDArray branch() {
    return present(branch);
  }

  private static NDArray present(@Nullable NDArray array) {
    if (array == null) {
      throw new IllegalStateException("the pass has not begun");
    }
    return array;
  }
}
