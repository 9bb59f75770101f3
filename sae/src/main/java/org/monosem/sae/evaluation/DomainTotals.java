package org.monosem.sae.evaluation;

import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.ExplainedVarianceAccumulator;
import org.monosem.core.metric.L0Accumulator;
import org.monosem.core.metric.LossRecoveredAccumulator;
import org.monosem.core.metric.ReconstructionBatch;

/** What adds up to the report of one domain. */
final class DomainTotals {
  private final L0Accumulator l0;
  private final ExplainedVarianceAccumulator explainedVariance;
  private final LossRecoveredAccumulator losses = LossRecoveredAccumulator.create();
  private final LossRecoveredAccumulator divergences = LossRecoveredAccumulator.create();

  DomainTotals(SparseAutoencoder dictionary) {
    l0 = L0Accumulator.create(dictionary.dSae());
    explainedVariance = ExplainedVarianceAccumulator.create(dictionary.dOut());
  }

  void accept(ReconstructionBatch batch, FeatureActivations features) {
    l0.accept(features);
    explainedVariance.accept(batch);
  }

  void acceptLosses(float[][] arms) {
    losses.accept(arms);
  }

  void acceptDivergences(float[][] arms) {
    divergences.accept(arms);
  }

  DomainReport report() {
    return new DomainReport(
        l0.rows(), l0.value(), explainedVariance.value(), losses.value(), divergences.value());
  }
}
