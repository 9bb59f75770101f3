package org.monosem.harvest.pipeline;

/** Follows a harvest; called from the thread that runs it. */
@FunctionalInterface
public interface HarvestListener {

  /**
   * Called after every batch of contexts.
   *
   * @return whether to go on; after {@code false} the harvest stops as if interrupted, and goes on
   *     from its last commit when it is run again
   */
  boolean progress(HarvestProgress progress);
}
