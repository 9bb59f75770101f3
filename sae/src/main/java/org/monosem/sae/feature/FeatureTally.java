package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.FeatureColumns;

/** What has been seen of one feature so far; its size is bounded by the options. */
final class FeatureTally {
  private static final int BINS = 64;

  private final int feature;
  private final EvidenceOptions options;
  private final DyadicRange range = new DyadicRange();
  private final long[] counts = new long[BINS];
  private final ExampleSample sample;
  private final List<ContextExample> top = new ArrayList<>();
  private double[] domainSums = new double[0];
  private long active;
  private double sum;
  private float maximum;

  FeatureTally(int feature, EvidenceOptions options) {
    this.feature = feature;
    this.options = options;
    this.sample = new ExampleSample(feature, options.examplesPerInterval());
  }

  /** Adds every activation of this feature in a batch. */
  void accept(ContextBatch batch, int domains) {
    if (domainSums.length < domains) {
      domainSums = Arrays.copyOf(domainSums, domains);
    }
    FeatureColumns columns = batch.columns();
    int k = columns.begin(feature);
    while (k < columns.end(feature)) {
      int contextEnd = batch.contextEnd(columns.row(k));
      int peak = k;
      for (; k < columns.end(feature) && columns.row(k) < contextEnd; k++) {
        count(batch, k);
        peak = columns.value(k) > columns.value(peak) ? k : peak;
      }
      offerTop(batch, peak);
    }
  }

  private void count(ContextBatch batch, int k) {
    float value = batch.columns().value(k);
    int row = batch.columns().row(k);
    if (!(value > 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException(
          "activations: expected positive finite numbers, got %s for feature %d at token %d"
              .formatted(value, feature, batch.tokenNumber(row)));
    }
    for (int doublings = range.doublingsFor(value); doublings > 0; doublings--) {
      grow();
    }
    active++;
    sum += value;
    maximum = Math.max(maximum, value);
    domainSums[batch.domain(row)] += value;
    counts[range.bin(value, BINS)]++;
    offerSample(batch, k, value);
  }

  private void grow() {
    range.grow();
    sample.grow();
    for (int i = 0; i < BINS / 2; i++) {
      counts[i] = counts[2 * i] + counts[2 * i + 1];
    }
    Arrays.fill(counts, BINS / 2, BINS, 0);
  }

  private void offerSample(ContextBatch batch, int k, float value) {
    int bin = ExampleSample.binOf(range, value);
    long priority = sample.priority(batch.tokenNumber(batch.columns().row(k)));
    if (sample.wants(bin, priority)) {
      sample.add(bin, priority, batch.example(feature, k, options));
    }
  }

  private void offerTop(ContextBatch batch, int k) {
    float value = batch.columns().value(k);
    int full = options.topContexts();
    if (top.size() == full && value <= top.get(full - 1).value()) {
      return;
    }
    int at = top.size();
    while (at > 0 && top.get(at - 1).value() < value) {
      at--;
    }
    top.add(at, batch.example(feature, k, options));
    if (top.size() > full) {
      top.remove(full);
    }
  }

  /** Returns the evidence so far, without logit weights. */
  FeatureEvidence evidence(long tokens, List<DomainShare> tokenShares) {
    return new FeatureEvidence(
        feature,
        new FeatureActivity(active, tokens, sum / active, maximum, histogram()),
        top,
        sample.intervals(maximum, options.intervals()),
        shares(tokenShares),
        LogitWeights.none());
  }

  private ActivationHistogram histogram() {
    int used = range.bin(maximum, BINS) + 1;
    return new ActivationHistogram(
        range.end() / BINS, Arrays.stream(counts, 0, used).boxed().toList());
  }

  private List<DomainShare> shares(List<DomainShare> tokenShares) {
    List<DomainShare> shares = new ArrayList<>();
    for (int d = 0; d < domainSums.length; d++) {
      if (domainSums[d] > 0) {
        DomainShare of = tokenShares.get(d);
        shares.add(new DomainShare(of.domain(), domainSums[d] / sum, of.tokenShare()));
      }
    }
    shares.sort(DomainShare.LARGEST_FIRST);
    return shares;
  }
}
