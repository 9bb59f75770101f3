package org.monosem.harvest.cache;

/**
 * How far into its input a harvest has come, so that it can go on from there.
 *
 * @param contexts how many contexts are behind
 * @param fingerprint a checksum of what they held, to notice that the input has changed
 */
public record CacheCursor(long contexts, long fingerprint) {
  /** The cursor of a harvest that has not begun. */
  public static final CacheCursor START = new CacheCursor(0, 0);
}
