package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.DictionaryParameters;

/**
 * Makes the dictionary for raw activations out of weights that were trained on {@code s x}: {@code
 * wEnc s}, {@code wDec / s}, {@code bDec / s}; features stay as they were in training.
 */
final class DictionaryExport {
  private static final KernelModule KERNELS =
      KernelModule.load(DictionaryExport.class, "export.py");

  private DictionaryExport() {}

  static SparseAutoencoder export(
      NDManager manager, TrainingPlan plan, TrainingState state, DecoderNorms norms) {
    DictionaryParameters p = state.parameters();
    boolean preBias = plan.recipe().objective().preEncoderBias();
    DictionaryConfig config =
        new DictionaryConfig(
            p.dIn(), p.dSae(), ActivationFunction.relu(), preBias, metadata(plan, state, norms));
    try (NDManager scope = manager.newSubManager()) {
      var folded =
          KERNELS.call(scope, "fold", p.list(), state.inputScale(), norms == DecoderNorms.UNIT);
      NDArray wEnc = folded.get(0);
      return SparseAutoencoder.of(
          manager, config, wEnc, folded.get(1), folded.get(2), folded.get(3));
    }
  }

  private static Map<String, Object> metadata(
      TrainingPlan plan, TrainingState state, DecoderNorms norms) {
    return Map.of(
        "training", RecordJson.toJson(plan),
        "trained_steps", state.step(),
        "folded_input_scale", state.inputScale(),
        "decoder_norms", norms.name());
  }
}
