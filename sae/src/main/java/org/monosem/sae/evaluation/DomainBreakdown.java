package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.metric.ReconstructionBatch;

/** The same figures domain by domain; nothing for contexts without labels. */
final class DomainBreakdown {
  private static final KernelModule KERNELS =
      KernelModule.load(DomainBreakdown.class, "evaluation.py");

  private final SparseAutoencoder dictionary;
  private final Map<String, DomainTotals> domains = new TreeMap<>();

  DomainBreakdown(SparseAutoencoder dictionary) {
    this.dictionary = dictionary;
  }

  /** Accepts the reconstructions {@code [edited, width]} of a batch's edited positions. */
  void accept(SpliceBatch batch, NDArray x, FeatureActivations features, NDArray reconstruction) {
    groups(batch, batch.editedPositions(), batch::place)
        .forEach(
            (domain, rows) -> {
              try (NDManager scope = x.getManager().newSubManager()) {
                NDArray index =
                    scope.create(
                        IntStream.of(rows).asLongStream().toArray(), new Shape(rows.length));
                totals(domain)
                    .accept(
                        ReconstructionBatch.of(
                            KERNELS.callForArray(scope, "select_rows", x, index),
                            KERNELS.callForArray(scope, "select_rows", reconstruction, index)),
                        FeatureSubset.rows(features, rows));
              }
            });
  }

  /**
   * Accepts the losses of all runs, {@code [run][prediction]}, context after context.
   *
   * @param predictions predictions of a context, one fewer than its positions
   */
  void acceptLosses(SpliceBatch batch, float[][] losses, int predictions) {
    int count = batch.contexts() * predictions;
    groups(batch, count, i -> i / predictions * batch.length() + i % predictions)
        .forEach((domain, rows) -> totals(domain).acceptLosses(select(losses, rows)));
  }

  /** Accepts the divergences of all runs at the edited positions, {@code [run][edited]}. */
  void acceptDivergences(SpliceBatch batch, float[][] divergences) {
    groups(batch, batch.editedPositions(), batch::place)
        .forEach((domain, rows) -> totals(domain).acceptDivergences(select(divergences, rows)));
  }

  /** Returns the report of every domain, in the order of their names. */
  Map<String, DomainReport> reports() {
    Map<String, DomainReport> reports = new LinkedHashMap<>();
    domains.forEach((domain, totals) -> reports.put(domain, totals.report()));
    return Collections.unmodifiableMap(reports);
  }

  private DomainTotals totals(String domain) {
    return domains.computeIfAbsent(domain, name -> new DomainTotals(dictionary));
  }

  /** Returns the numbers of the entries in each domain, given the place of each entry. */
  private static Map<String, int[]> groups(SpliceBatch batch, int count, IntUnaryOperator place) {
    Map<String, IntStream.Builder> groups = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      LabelledContext context = batch.context(place.applyAsInt(i) / batch.length());
      if (context.isLabelled()) {
        String domain = context.domain(place.applyAsInt(i) % batch.length());
        groups.computeIfAbsent(domain, name -> IntStream.builder()).add(i);
      }
    }
    Map<String, int[]> rows = new TreeMap<>();
    groups.forEach((domain, builder) -> rows.put(domain, builder.build().toArray()));
    return rows;
  }

  private static float[][] select(float[][] arms, int[] rows) {
    float[][] selected = new float[arms.length][rows.length];
    for (int arm = 0; arm < arms.length; arm++) {
      for (int i = 0; i < rows.length; i++) {
        selected[arm][i] = arms[arm][rows[i]];
      }
    }
    return selected;
  }
}
