package org.monosem.core.checkpoint;

/** The two ways in which OpenMOSS has named and turned its weights. */
enum LlamaScopeNames {
  /** Layers of PyTorch: {@code encoder.weight [dSae, d]}, {@code decoder.weight [d, dSae]}. */
  LAYERS {
    @Override
    DictionaryCheckpoint read(
        ForeignWeights weights,
        DictionaryConfig config,
        LlamaScopeConfig settings,
        ExtraWeights extra) {
      return new DictionaryCheckpoint(
          config,
          weights.matrix("encoder.weight", config.dSae(), config.dIn()),
          weights.vector("encoder.bias", config.dSae()),
          weights.transposed("decoder.weight", config.dOut(), config.dSae()),
          settings.decoderBias()
              ? weights.vector("decoder.bias", config.dOut())
              : weights.zeros(config.dOut()),
          extra);
    }
  },
  /** {@code W_E [d, dSae]}, {@code W_D [dSae, d]}. */
  MATRICES {
    @Override
    DictionaryCheckpoint read(
        ForeignWeights weights,
        DictionaryConfig config,
        LlamaScopeConfig settings,
        ExtraWeights extra) {
      return new DictionaryCheckpoint(
          config,
          weights.transposed("W_E", config.dIn(), config.dSae()),
          weights.vector("b_E", config.dSae()),
          weights.matrix("W_D", config.dSae(), config.dOut()),
          settings.decoderBias()
              ? weights.vector("b_D", config.dOut())
              : weights.zeros(config.dOut()),
          extra);
    }
  };

  abstract DictionaryCheckpoint read(
      ForeignWeights weights,
      DictionaryConfig config,
      LlamaScopeConfig settings,
      ExtraWeights extra);

  static LlamaScopeNames of(ForeignWeights weights) {
    boolean layers =
        weights.has("encoder.weight") || (weights.has("decoder.weight") && !weights.has("W_E"));
    return layers ? LAYERS : MATRICES;
  }
}
