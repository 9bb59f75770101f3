package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.checkpoint.Folding;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowLayout;

/**
 * Makes the dictionary for raw activations out of weights that were trained on scaled ones; with
 * decoder norms kept, features stay as they were in training. See {@link Folding}.
 *
 * @param plan what was trained
 * @param state how far
 * @param data on what
 */
record DictionaryExport(TrainingPlan plan, TrainingState state, TrainingData data) {

  static DictionaryExport of(TrainingPlan plan, TrainingState state, TrainingData data) {
    return new DictionaryExport(plan, state, data);
  }

  SparseAutoencoder export(NDManager manager, DecoderNorms norms) {
    try (NDManager scope = manager.newSubManager()) {
      DictionaryCheckpoint raw = ScaleFolding.toRaw(trained(scope), state.scaling(), scope);
      DictionaryCheckpoint measured =
          norms == DecoderNorms.UNIT ? Folding.decoderNorms(raw, scope) : raw;
      DictionaryConfig config = measured.config().withMetadata(metadata(norms));
      return SparseAutoencoder.of(manager, measured.withConfig(config));
    }
  }

  private DictionaryCheckpoint trained(NDManager scope) {
    DictionaryParameters p = state.parameters();
    Objective objective = plan.recipe().objective();
    DictionaryConfig config =
        DictionaryConfig.of(p.dIn(), p.dSae(), objective.activation(), objective.preEncoderBias());
    RowLayout layout = plan.layout();
    DictionaryConfig whole =
        layout.isTranscoder() ? config.asTranscoder(layout.kind(), p.dOut()) : config;
    ExtraWeights extra = new ExtraWeights(objective.exported(scope, p, state.estimates()));
    return new DictionaryCheckpoint(whole, p.wEnc(), p.bEnc(), p.wDec(), p.bDec(), extra);
  }

  private Map<String, Object> metadata(DecoderNorms norms) {
    Map<String, Object> metadata = new LinkedHashMap<>(SourceMetadata.of(plan.layout(), data));
    metadata.put("training", RecordJson.toJson(plan));
    metadata.put("trained_steps", state.step());
    boolean one = state.scaling().factors().size() == 1;
    metadata.put(
        one ? "folded_input_scale" : "folded_scales",
        one ? state.scaling().factors().get(0) : state.scaling().factors());
    metadata.put("decoder_norms", norms.name());
    return metadata;
  }
}
