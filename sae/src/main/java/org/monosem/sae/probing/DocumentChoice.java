package org.monosem.sae.probing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.monosem.core.FeatureActivations;
import org.monosem.sae.feature.DocumentSpan;

/** Stretches of documents. */
final class DocumentChoice extends ExampleChoice {
  private final int leastTokens;
  private final int endOfText;

  DocumentChoice(int leastTokens, int endOfText) {
    super("domain");
    Check.atLeast("leastTokens", 1, leastTokens);
    this.leastTokens = leastTokens;
    this.endOfText = endOfText;
  }

  @Override
  ExampleCollector collector(int dSae) {
    return new Collector(dSae);
  }

  private final class Collector implements ExampleCollector {
    private final CollectedRows rows;
    private final double[] featureSums;
    private final Map<String, Long> groups = new HashMap<>();
    private long contexts;

    Collector(int dSae) {
      this.rows = new CollectedRows(dSae);
      this.featureSums = new double[dSae];
    }

    @Override
    public void accept(ReadContext read) {
      List<DocumentSpan> documents = read.context().documents();
      for (int i = 0; i < documents.size(); i++) {
        boolean last = i + 1 == documents.size();
        int end = last ? read.context().length() : documents.get(i + 1).begin();
        accept(read, documents.get(i), end);
      }
      contexts++;
    }

    private void accept(ReadContext read, DocumentSpan document, int end) {
      double[] sums = new double[read.dIn()];
      int tokens = 0;
      for (int position = document.begin(); position < end; position++) {
        if (read.context().token(position) != endOfText) {
          add(read, position, sums);
          tokens++;
        }
      }
      if (tokens >= leastTokens) {
        keep(sums, tokens, new ExampleLabel(document.domain(), group(document)));
      }
      Arrays.fill(featureSums, 0);
    }

    /**
     * Numbers sources as they are met, so that where files lie decides nothing; a text without a
     * name is a group with its context.
     */
    private long group(DocumentSpan document) {
      String name = document.source().isEmpty() ? "\0" + contexts : document.source();
      return groups.computeIfAbsent(name, any -> (long) groups.size());
    }

    private void add(ReadContext read, int position, double[] sums) {
      int row = read.firstRow() + position;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += read.activations()[row * sums.length + i];
      }
      FeatureActivations features = read.features();
      for (int k = features.begin(row); k < features.end(row); k++) {
        featureSums[features.feature(k)] += features.value(k);
      }
    }

    private void keep(double[] sums, int tokens, ExampleLabel label) {
      float[] mean = new float[sums.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sums[i] / tokens);
      }
      for (int feature = 0; feature < featureSums.length; feature++) {
        if (featureSums[feature] != 0) {
          rows.feature(feature, (float) (featureSums[feature] / tokens));
        }
      }
      rows.end(mean, label);
    }

    @Override
    public Optional<ProbeExamples> examples() {
      return rows.examples(name());
    }
  }
}
