package org.monosem.harvest.pipeline;

import java.nio.file.Path;

/**
 * What a harvest did.
 *
 * @param cache the cache's folder; of several caches, the folder that they lie in
 * @param rows rows in the cache, or in each
 * @param contexts contexts they come from
 * @param newRows rows added by this run
 * @param seconds how long this run took
 * @param complete whether the cache is complete; else the harvest was stopped and can go on
 */
public record HarvestReport(
    Path cache, long rows, long contexts, long newRows, double seconds, boolean complete) {}
