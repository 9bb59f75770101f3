package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.checkpoint.Folding;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.Objective;

/**
 * Makes the dictionary for raw activations out of weights that were trained on {@code s x}; with
 * decoder norms kept, features stay as they were in training. See {@link Folding}.
 */
final class DictionaryExport {
  private DictionaryExport() {}

  static SparseAutoencoder export(
      NDManager manager, TrainingPlan plan, TrainingState state, DecoderNorms norms) {
    try (NDManager scope = manager.newSubManager()) {
      DictionaryCheckpoint trained = trained(scope, plan, state);
      DictionaryCheckpoint raw = Folding.inputScale(trained, state.inputScale(), scope);
      DictionaryCheckpoint measured =
          norms == DecoderNorms.UNIT ? Folding.decoderNorms(raw, scope) : raw;
      Map<String, Object> metadata = metadata(plan, state, norms);
      DictionaryConfig config = measured.config().withMetadata(metadata);
      return SparseAutoencoder.of(manager, measured.withConfig(config));
    }
  }

  private static DictionaryCheckpoint trained(
      NDManager scope, TrainingPlan plan, TrainingState state) {
    DictionaryParameters p = state.parameters();
    Objective objective = plan.recipe().objective();
    DictionaryConfig config =
        DictionaryConfig.of(p.dIn(), p.dSae(), objective.activation(), objective.preEncoderBias());
    ExtraWeights extra = new ExtraWeights(objective.exported(scope, p, state.estimates()));
    return new DictionaryCheckpoint(config, p.wEnc(), p.bEnc(), p.wDec(), p.bDec(), extra);
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
