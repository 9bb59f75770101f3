package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.PairedActivations;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.PairedCaches;
import org.monosem.harvest.pipeline.SkippedPositions;
import org.monosem.sae.objective.RowLayout;
import picocli.CommandLine.Option;

/** Which activations a dictionary is trained on, and what it predicts from what. */
final class SourceOptions {
  @Option(
      names = "--cache",
      required = true,
      paramLabel = "DIR",
      description = "The activations. Give it again for a crosscoder over several paired caches.")
  List<Path> caches;

  @Option(
      names = "--target",
      paramLabel = "DIR",
      description = "Train a transcoder: predict the rows of this cache, paired with --cache.")
  @Nullable Path target;

  @Option(
      names = "--skip",
      description = "Give the transcoder a linear path beside its features (needs --target).")
  boolean skip;

  /** Rows, and what stands in them. */
  record Opened(ActivationSource source, RowLayout layout) {}

  Opened open() {
    if (target != null) {
      return transcoder(target);
    }
    if (skip) {
      throw new UsageException("--skip: only a transcoder has a linear path, give --target DIR");
    }
    if (caches.size() == 1) {
      return new Opened(ActivationCache.open(caches.get(0)), RowLayout.AUTOENCODER);
    }
    PairedActivations pairs = PairedCaches.open(caches);
    return new Opened(pairs, RowLayout.crosscoder(pairs.widths()));
  }

  /** Returns which positions the harvest left out, so that a measurement leaves out the same. */
  SkippedPositions skipped() {
    return SkippedPositions.of(ActivationCache.open(caches.get(0)).origin());
  }

  private Opened transcoder(Path predicted) {
    if (caches.size() != 1) {
      throw new UsageException("--target: expected one --cache to predict it from, got " + caches);
    }
    PairedActivations pairs = PairedCaches.open(List.of(caches.get(0), predicted));
    int dIn = pairs.widths().get(0);
    int dOut = pairs.widths().get(1);
    return new Opened(
        pairs, skip ? RowLayout.skipTranscoder(dIn, dOut) : RowLayout.transcoder(dIn, dOut));
  }
}
