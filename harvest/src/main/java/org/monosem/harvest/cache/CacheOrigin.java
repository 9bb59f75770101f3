package org.monosem.harvest.cache;

import java.util.Objects;
import org.monosem.core.HookPoint;

/**
 * What made a cache's rows. Two harvests with the same origin and the same {@link CacheLayout} are
 * one harvest: the second continues the first.
 *
 * @param model a fingerprint of the model's weights, or a name
 * @param hook where the activations come from
 * @param corpus a description of the text
 * @param tokenizer a fingerprint of the tokenizer, or a name
 * @param contextLength the most tokens of a context
 * @param selection which positions of which contexts, for example {@code 250 positions a context}
 */
public record CacheOrigin(
    String model,
    HookPoint hook,
    String corpus,
    String tokenizer,
    int contextLength,
    String selection) {
  /** Checks that nothing is missing. */
  public CacheOrigin {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(hook, "hook");
    Objects.requireNonNull(corpus, "corpus");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(selection, "selection");
  }
}
