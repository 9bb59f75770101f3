package org.monosem.harvest.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.kernel.KernelModule;
import org.monosem.harvest.cache.ActivationValueException;
import org.monosem.harvest.cache.CacheCursor;
import org.monosem.harvest.cache.RowLabels;

/**
 * Runs contexts through a model, stops each forward pass at one hook point, and writes what it
 * finds there into an activation cache; or at the last of several, of one model or more, and writes
 * one cache for each, with rows in the same order.
 *
 * <p>A full pool of rows is written while the model computes the next.
 *
 * <p>A harvest can be stopped or killed at any moment and run again with the same contexts and
 * options: it goes on from the last commit, one pool of rows at most behind, and the finished cache
 * has the same bytes as if nothing had happened (on the same machine with the same number of
 * threads). Running a complete harvest again does nothing.
 *
 * <pre>{@code
 * HarvestReport report =
 *     Harvest.of(model, HookPoint.mlpPost(0))
 *         .named(modelFingerprint, tokenizerFingerprint)
 *         .maxRows(1_000_000)
 *         .build(contexts, "all the text at hand", folder)
 *         .run();
 * }</pre>
 */
public final class Harvest {
  private static final KernelModule KERNELS = KernelModule.load(Harvest.class, "harvest.py");

  private final HarvestPlan plan;
  private final ContextReader contexts;
  private final Path folder;
  private final HarvestListener listener;

  Harvest(
      HarvestPlan plan, Iterator<TokenContext> contexts, Path folder, HarvestListener listener) {
    this.plan = plan;
    this.contexts = new ContextReader(contexts, plan.first().origin().contextLength());
    this.folder = folder;
    this.listener = listener;
  }

  /** Begins to describe a harvest; the model stays the caller's to close. */
  public static HarvestBuilder of(HookedLanguageModel model, HookPoint hook) {
    return new HarvestBuilder(model, hook);
  }

  /**
   * Harvests until the contexts end, there are enough rows, the listener stops it or the thread is
   * interrupted (which stays set).
   *
   * @return what was done; not complete if it was stopped
   * @throws IllegalArgumentException if there is no context or no row to harvest, a context is too
   *     long, or the contexts are not those of the harvest that is to go on
   * @throws IllegalStateException if an activation is NaN, infinite or beyond the cache's type
   * @throws java.io.UncheckedIOException if the cache cannot be written; what was committed stays
   */
  public HarvestReport run() {
    if (!contexts.hasNext()) {
      throw new IllegalArgumentException("contexts: there are none to harvest");
    }
    long begun = System.nanoTime();
    try (SiteWriters writers = SiteWriters.open(plan.sites())) {
      Run run = new Run(writers, begun);
      if (!writers.isComplete()) {
        run.harvest();
      }
      return run.report();
    }
  }

  /** One run of the harvest. */
  private final class Run {
    private final SiteWriters writers;
    private final long begun;
    private final long rowsBefore;
    private long rows;

    Run(SiteWriters writers, long begun) {
      this.writers = writers;
      this.begun = begun;
      this.rowsBefore = writers.rows();
      this.rows = rowsBefore;
    }

    void harvest() {
      contexts.skip(writers.cursor());
      if (plan.maxRows() < Long.MAX_VALUE) {
        writers.requireSpace(plan.maxRows() - rows);
      }
      boolean goOn = true;
      try (NDManager manager = plan.first().model().newManager()) {
        while (goOn && rows < plan.maxRows() && contexts.hasNext()) {
          batch(manager);
          goOn = listener.progress(progress()) && !Thread.currentThread().isInterrupted();
        }
      }
      if (goOn || rows == plan.maxRows()) {
        finish();
      }
      writers.awaitCommit();
    }

    private void batch(NDManager manager) {
      CacheCursor before = contexts.cursor();
      List<TokenContext> batch = contexts.next(plan.batchSize());
      BatchRows chosen = BatchRows.of(plan, batch, before.contexts(), plan.maxRows() - rows);
      List<SiteWriter> wanting =
          writers.all().stream().filter(writer -> writer.wants(before)).toList();
      wanting.forEach(writer -> writer.makeRoom(chosen.count(), before));
      if (chosen.count() > 0) {
        forward(manager, batch, chosen, wanting);
        rows += chosen.count();
      }
    }

    /** Runs each model once, as far as its last hook point that somebody wants. */
    private void forward(
        NDManager manager, List<TokenContext> batch, BatchRows chosen, List<SiteWriter> wanting) {
      Map<HookedLanguageModel, List<SiteWriter>> byModel =
          wanting.stream()
              .collect(
                  Collectors.groupingBy(
                      writer -> writer.site().model(), LinkedHashMap::new, Collectors.toList()));
      try (NDManager scope = manager.newSubManager()) {
        NDArray tokens = tokens(scope, batch);
        byModel.forEach((model, sites) -> forward(tokens, model, sites, chosen));
      }
    }

    private void forward(
        NDArray tokens, HookedLanguageModel model, List<SiteWriter> sites, BatchRows chosen) {
      List<HookPoint> hooks = sites.stream().map(writer -> writer.site().hook()).toList();
      List<NDArray> activations = model.activations(tokens, hooks);
      for (int i = 0; i < hooks.size(); i++) {
        try {
          NDArray rows = rows(tokens.getManager(), activations.get(i), chosen);
          sites.get(i).append(rows, chosen.labels());
        } catch (ActivationValueException e) {
          throw new IllegalStateException(where(hooks.get(i), chosen.labels(), e), e);
        }
      }
    }

    private void finish() {
      if (rows == 0) {
        throw new IllegalArgumentException(
            "contexts: no row in %d contexts (%s)"
                .formatted(contexts.cursor().contexts(), plan.first().origin().selection()));
      }
      writers.finish(contexts.cursor());
    }

    private HarvestProgress progress() {
      double rate = (rows - rowsBefore) / Math.max(1e-9, seconds());
      return new HarvestProgress(rows, plan.maxRows(), contexts.cursor().contexts(), rate);
    }

    HarvestReport report() {
      return new HarvestReport(
          folder,
          writers.rows(),
          writers.cursor().contexts(),
          writers.rows() - rowsBefore,
          seconds(),
          writers.isComplete());
    }

    private double seconds() {
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private static String where(HookPoint hook, RowLabels labels, ActivationValueException failure) {
    int row = failure.row();
    return "context %d, position %d (token %d, document %d): activations at %s hold %s"
        .formatted(
            labels.context(row),
            labels.position(row),
            labels.token(row),
            labels.document(row),
            hook,
            failure.problem());
  }

  /** Returns the chosen rows, {@code [n, width]}; where all are chosen, without a copy. */
  private static NDArray rows(NDManager scope, NDArray activations, BatchRows chosen) {
    Shape shape = activations.getShape();
    if (chosen.count() == shape.get(0) * shape.get(1)) {
      return activations.reshape(-1, shape.get(2));
    }
    return KERNELS.callForArray(scope, "rows_at", activations, scope.create(chosen.places()));
  }

  private static NDArray tokens(NDManager scope, List<TokenContext> batch) {
    int length = batch.get(0).length();
    long[] ids = new long[batch.size() * length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(i / length).token(i % length);
    }
    return scope.create(ids, new Shape(batch.size(), length));
  }
}
