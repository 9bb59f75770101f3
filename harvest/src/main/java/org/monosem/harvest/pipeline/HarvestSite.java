package org.monosem.harvest.pipeline;

import java.nio.file.Path;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.cache.CacheOrigin;

/**
 * One hook point of one model, and the cache that its activations go to.
 *
 * @param model computes the activations
 * @param origin what the manifest will say
 * @param layout how the cache is laid out
 * @param folder the cache's folder
 */
record HarvestSite(HookedLanguageModel model, CacheOrigin origin, CacheLayout layout, Path folder) {

  HookPoint hook() {
    return origin.hook();
  }
}
