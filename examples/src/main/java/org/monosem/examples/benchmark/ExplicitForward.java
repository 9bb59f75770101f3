package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Folder;

/**
 * The baseline of {@link HarvestRate}: the same model, its attention pattern written out as
 * HuggingFace's eager attention and TransformerLens do it, through the same libtorch.
 */
final class ExplicitForward {
  private static final KernelModule KERNELS =
      KernelModule.load(ExplicitForward.class, "explicit.py");
  private static final List<String> MAPS =
      List.of("ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc");

  private final List<NDArray> weights;
  private final int heads;

  private ExplicitForward(List<NDArray> weights, int heads) {
    this.weights = weights;
    this.heads = heads;
  }

  /** Takes the weights of a one-layer ReLU model, through a folder that it is saved to. */
  static ExplicitForward of(Gpt2 model, Path folder, NDManager manager) {
    Gpt2Folder.save(model, folder, ElementType.F32);
    List<NDArray> weights = new ArrayList<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      weights.add(file.read(manager, "transformer.wte.weight"));
      weights.add(file.read(manager, "transformer.wpe.weight"));
      for (String map : MAPS) {
        weights.add(file.read(manager, "transformer.h.0." + map + ".weight"));
        weights.add(file.read(manager, "transformer.h.0." + map + ".bias"));
      }
    }
    return new ExplicitForward(List.copyOf(weights), model.config().heads());
  }

  /** Returns the MLP's activations, {@code [batch, position, dMlp]}. */
  NDArray activations(NDArray tokens) {
    return KERNELS.callForArray(tokens.getManager(), "to_hook", tokens, weights, heads);
  }

  /** Returns the largest absolute difference between the model's activations and these. */
  double largestDifference(Gpt2 model, NDArray tokens) {
    try (NDArray ours = model.activations(tokens, HarvestRate.HOOK);
        NDArray explicit = activations(tokens);
        NDArray difference = ours.sub(explicit);
        NDArray largest = difference.abs().max()) {
      return largest.getFloat();
    }
  }
}
