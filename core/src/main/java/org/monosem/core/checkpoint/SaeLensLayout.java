package org.monosem.core.checkpoint;

/**
 * What a {@code cfg.json} says about the weights beside it.
 *
 * @param config the dictionary once everything is folded in
 * @param architecture which tensors the file has
 * @param rescaled whether selection and thresholds are about pre-activations times the norms of
 *     their decoder rows
 * @param fineTuned whether features are multiplied by a fine-tuned factor before they are decoded
 */
record SaeLensLayout(
    DictionaryConfig config,
    SaeLensArchitecture architecture,
    boolean rescaled,
    boolean fineTuned) {}
