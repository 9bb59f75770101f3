package org.monosem.harvest.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.monosem.harvest.cache.CacheCursor;

/** The caches that one harvest writes, as if they were one. */
final class SiteWriters implements AutoCloseable {
  private final List<SiteWriter> writers = new ArrayList<>();

  private SiteWriters() {}

  /** Opens all; if one cannot be, those before it are closed again. */
  static SiteWriters open(List<HarvestSite> sites) {
    SiteWriters all = new SiteWriters();
    try {
      sites.forEach(site -> all.writers.add(SiteWriter.open(site)));
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  List<SiteWriter> all() {
    return writers;
  }

  /** Returns the cursor of the cache that is furthest behind. */
  CacheCursor cursor() {
    return behind().cursor();
  }

  /** Returns the rows of the cache that is furthest behind. */
  long rows() {
    return behind().rows();
  }

  boolean isComplete() {
    return writers.stream().allMatch(SiteWriter::isComplete);
  }

  /** Checks that the disk has room for so many more rows in every cache. */
  void requireSpace(long rows) {
    SiteWriter widest =
        writers.stream()
            .max(Comparator.comparingInt(writer -> writer.site().layout().rowBytes()))
            .orElseThrow();
    long bytes = writers.stream().mapToLong(writer -> writer.site().layout().rowBytes()).sum();
    double times = (double) bytes / widest.site().layout().rowBytes();
    widest.requireSpace((long) Math.ceil(rows * times));
  }

  void finish(CacheCursor end) {
    writers.forEach(writer -> writer.finish(end));
  }

  void awaitCommit() {
    writers.forEach(SiteWriter::awaitCommit);
  }

  /** Closes all, whatever happens; the first failure is thrown. */
  @Override
  public void close() {
    closing(SiteWriter::close);
  }

  private void closing(Consumer<SiteWriter> close) {
    RuntimeException first = null;
    for (SiteWriter writer : writers) {
      try {
        close.accept(writer);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private SiteWriter behind() {
    return writers.stream()
        .min(Comparator.comparingLong(writer -> writer.cursor().contexts()))
        .orElseThrow();
  }
}
