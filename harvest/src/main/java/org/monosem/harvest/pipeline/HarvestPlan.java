package org.monosem.harvest.pipeline;

import java.util.List;
import org.monosem.core.random.Seed;

/**
 * Everything a harvest needs to know, but for its contexts.
 *
 * @param sites where activations are taken and where they go; at least one, of one row order
 * @param selection which positions become rows
 * @param batchSize contexts in one forward pass
 * @param maxRows the most rows to harvest
 */
record HarvestPlan(
    List<HarvestSite> sites, PositionSelection selection, int batchSize, long maxRows) {

  HarvestPlan {
    sites = List.copyOf(sites);
  }

  /** Returns the site that says what all have in common: contexts, seed, selection. */
  HarvestSite first() {
    return sites.get(0);
  }

  int[] choose(TokenContext context, long index) {
    long seed = first().layout().seed();
    return selection.choose(context, Seed.of(seed).named("positions").at(index));
  }
}
