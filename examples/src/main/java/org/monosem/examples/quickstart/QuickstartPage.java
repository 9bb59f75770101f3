package org.monosem.examples.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.monosem.core.Tokenizer;
import org.monosem.core.metric.DeadFeatures;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.sae.evaluation.SpliceReport;
import org.monosem.sae.feature.ClearestFeatures;
import org.monosem.sae.feature.ClearestOptions;
import org.monosem.sae.feature.EvidenceTable;
import org.monosem.sae.report.DensityHistogram;
import org.monosem.sae.report.FeatureBrowser;
import org.monosem.sae.report.Metric;
import org.monosem.sae.report.Report;

/**
 * What the page of a first run says.
 *
 * @param plan what was done
 * @param heldOut the figures on held-out text
 * @param compared the neurons beside the features
 * @param evidence what was seen of every feature
 */
record QuickstartPage(
    QuickstartPlan plan,
    SpliceReport heldOut,
    NeuronsAndFeatures compared,
    EvidenceTable evidence) {

  /** Writes the page into the plan's folder and returns its path. */
  Path write(Tokenizer tokenizer) {
    Report report =
        new Report(
            "Features of a one-layer transformer",
            summary(),
            metrics(),
            facts(),
            DensityHistogram.of(evidence),
            TrainingCurves.of(plan.log()),
            List.of(ComparisonReport.of(compared)),
            evidence,
            ClearestFeatures.rank(evidence, tokenizer, ClearestOptions.standard()));
    return FeatureBrowser.write(report, tokenizer, plan.out());
  }

  private String summary() {
    return format(
        "A sparse autoencoder with %,d features, trained on the MLP activations of a one-layer"
            + " transformer. The features that are easiest to read come first.",
        plan.features());
  }

  private List<Metric> metrics() {
    LossRecovered loss = heldOut.loss();
    ReconstructionReport rows = heldOut.reconstruction();
    DeadFeatures dead = rows.deadFeatures();
    return List.of(
        new Metric("Loss recovered", percent(loss.againstZero()), "against zero ablation"),
        new Metric("Loss recovered", percent(loss.againstMean()), "against mean ablation"),
        new Metric(
            "Mean L0",
            format("%.1f", rows.l0().mean()),
            format("median %.0f", rows.l0().quantile(0.5))),
        new Metric(
            "Explained variance",
            format("%.3f", rows.explainedVariance().value()),
            "centred by the global mean"),
        new Metric(
            "Dead or ultralow",
            percent(dead.fraction()),
            format("%,d silent on %,d held-out tokens", dead.dead(), dead.rows())),
        new Metric("Loss, clean", nats(loss.clean()), "nats a token"),
        new Metric("Loss, spliced", nats(loss.spliced()), format("+%.3f", loss.delta())),
        new Metric("Loss, zero-ablated", nats(loss.zeroAblated()), "nats a token"),
        new Metric("Loss, mean-ablated", nats(loss.meanAblated()), "nats a token"),
        new Metric(
            "Shrinkage",
            format("%.3f", rows.shrinkage().normRatio()),
            "mean length of a reconstruction over its input's"));
  }

  private List<Metric> facts() {
    return List.of(
        Metric.of("Model", "one layer, d_model 128, d_mlp 512, ReLU; shipped"),
        Metric.of("Hook point", plan.hook().name()),
        Metric.of("Text", plan.corpus().description()),
        Metric.of("Recipe", plan.recipe().name()),
        Metric.of("L1 coefficient", format("%s", plan.recipe().objective().coefficient())),
        Metric.of("Learning rate", format("%s", plan.recipe().adam().learningRate())),
        Metric.of(
            "Trained on",
            format(
                "%,d rows (%,d steps of %,d)",
                plan.length().rows(), plan.length().steps(), plan.length().batch())),
        Metric.of("Measured on", format("%,d held-out tokens", heldOut.positions())),
        Metric.of("Evidence from", format("%,d tokens", evidence.tokens().total())),
        Metric.of("Seed", format("%d", plan.seed().value())));
  }

  private static String percent(double fraction) {
    return format("%.1f %%", 100 * fraction);
  }

  private static String nats(double loss) {
    return format("%.3f", loss);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
