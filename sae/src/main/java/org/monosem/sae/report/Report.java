package org.monosem.sae.report;

import java.util.List;
import java.util.Objects;
import org.monosem.sae.feature.EvidenceTable;
import org.monosem.sae.feature.FeatureScore;

/**
 * Everything that the feature browser shows.
 *
 * @param title the heading of the page
 * @param summary one or two sentences under it
 * @param metrics the headline figures, in reading order
 * @param facts what made the dictionary: model, hook, recipe, seeds
 * @param density how often features fire
 * @param curves the course of training; may be empty
 * @param comparisons what is measured side by side; may be empty
 * @param evidence what was seen of every feature
 * @param clearest the features that get a card, in order; each is among the evidence
 */
public record Report(
    String title,
    String summary,
    List<Metric> metrics,
    List<Metric> facts,
    DensityHistogram density,
    List<Curve> curves,
    List<Comparison> comparisons,
    EvidenceTable evidence,
    List<FeatureScore> clearest) {

  /** Copies the lists. */
  public Report {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(density, "density");
    Objects.requireNonNull(evidence, "evidence");
    metrics = List.copyOf(metrics);
    facts = List.copyOf(facts);
    curves = List.copyOf(curves);
    comparisons = List.copyOf(comparisons);
    clearest = List.copyOf(clearest);
  }
}
