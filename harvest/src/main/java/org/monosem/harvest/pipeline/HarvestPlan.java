package org.monosem.harvest.pipeline;

import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.random.Seed;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.cache.CacheOrigin;

/**
 * Everything a harvest needs to know, but for its contexts and its folder.
 *
 * @param model computes the activations
 * @param origin what the manifest will say
 * @param layout how the cache is laid out
 * @param selection which positions become rows
 * @param batchSize contexts in one forward pass
 * @param maxRows the most rows to harvest
 */
record HarvestPlan(
    HookedLanguageModel model,
    CacheOrigin origin,
    CacheLayout layout,
    PositionSelection selection,
    int batchSize,
    long maxRows) {

  HookPoint hook() {
    return origin.hook();
  }

  int[] choose(TokenContext context, long index) {
    return selection.choose(context, Seed.of(layout.seed()).named("positions").at(index));
  }
}
