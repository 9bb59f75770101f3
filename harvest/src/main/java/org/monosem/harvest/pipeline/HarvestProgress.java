package org.monosem.harvest.pipeline;

/**
 * How far a harvest has come.
 *
 * @param rows rows harvested so far, those of earlier runs included
 * @param expectedRows how many there will be at most, {@code Long.MAX_VALUE} if unknown
 * @param contexts contexts harvested so far, those of earlier runs included
 * @param rowsPerSecond the rate of this run, in rows a second
 */
public record HarvestProgress(long rows, long expectedRows, long contexts, double rowsPerSecond) {}
