package org.monosem.harvest.pipeline;

import ai.djl.ndarray.NDArray;
import org.monosem.harvest.cache.ActivationCacheWriter;
import org.monosem.harvest.cache.CacheCursor;
import org.monosem.harvest.cache.RowLabels;

/**
 * Writes one site's cache. After a harvest of several sites was killed between their commits, some
 * caches are one commit ahead of others: those take no rows until the others have caught up, which
 * is exactly where their own last commit stands, because commits come at places that depend on the
 * contexts alone.
 */
final class SiteWriter implements AutoCloseable {
  private final HarvestSite site;
  private final ActivationCacheWriter writer;
  private final CacheCursor begun;

  private SiteWriter(HarvestSite site, ActivationCacheWriter writer) {
    this.site = site;
    this.writer = writer;
    this.begun = writer.cursor();
  }

  static SiteWriter open(HarvestSite site) {
    return new SiteWriter(
        site, ActivationCacheWriter.open(site.folder(), site.origin(), site.layout()));
  }

  HarvestSite site() {
    return site;
  }

  CacheCursor cursor() {
    return writer.cursor();
  }

  long rows() {
    return writer.rows();
  }

  boolean isComplete() {
    return writer.isComplete();
  }

  /** Checks that the disk has room for so many rows of a number of bytes on top of this cache's. */
  void requireSpace(long rows) {
    writer.requireSpace(rows);
  }

  /**
   * Returns whether rows of the next batch belong into this cache.
   *
   * @param before what lies behind that batch
   * @throws IllegalArgumentException if the contexts before it are not those that were harvested
   */
  boolean wants(CacheCursor before) {
    if (before.contexts() == begun.contexts() && before.fingerprint() != begun.fingerprint()) {
      throw new IllegalArgumentException(
          "contexts: the first %d differ from those harvested before".formatted(begun.contexts()));
    }
    return !writer.isComplete() && before.contexts() >= begun.contexts();
  }

  /** Makes room for rows, by a commit of those before them if need be. */
  void makeRoom(int rows, CacheCursor before) {
    if (rows > writer.free()) {
      writer.commitInBackground(before);
    }
  }

  void append(NDArray rows, RowLabels labels) {
    writer.append(rows, labels);
  }

  /** Commits what is left and marks the cache as complete, unless it is. */
  void finish(CacheCursor end) {
    if (!writer.isComplete()) {
      writer.commit(end);
      writer.finish();
    }
  }

  void awaitCommit() {
    writer.awaitCommit();
  }

  @Override
  public void close() {
    writer.close();
  }
}
