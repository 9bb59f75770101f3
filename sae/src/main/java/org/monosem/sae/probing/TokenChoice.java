package org.monosem.sae.probing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.monosem.core.FeatureActivations;

/** Single tokens. */
final class TokenChoice extends ExampleChoice {
  private final IntFunction<Optional<String>> labels;
  private final int mostOfLabel;
  private final int mostOfToken;

  TokenChoice(String name, IntFunction<Optional<String>> labels, int mostOfLabel, int mostOfToken) {
    super(name);
    Check.atLeast("mostOfLabel", 1, mostOfLabel);
    Check.atLeast("mostOfToken", 1, mostOfToken);
    this.labels = labels;
    this.mostOfLabel = mostOfLabel;
    this.mostOfToken = mostOfToken;
  }

  @Override
  ExampleCollector collector(int dSae) {
    return new Collector(dSae);
  }

  private final class Collector implements ExampleCollector {
    private final CollectedRows rows;
    private final Map<Integer, Optional<String>> known = new HashMap<>();
    private final Map<String, Integer> ofLabel = new HashMap<>();
    private final Map<Integer, Integer> ofToken = new HashMap<>();

    Collector(int dSae) {
      this.rows = new CollectedRows(dSae);
    }

    @Override
    public void accept(ReadContext read) {
      for (int position = 0; position < read.context().length(); position++) {
        int token = read.context().token(position);
        Optional<String> label = known.computeIfAbsent(token, labels::apply);
        if (label.isPresent() && isRoomFor(token, label.get())) {
          keep(read, position, new ExampleLabel(label.get(), token));
        }
      }
    }

    private boolean isRoomFor(int token, String label) {
      boolean room =
          ofLabel.getOrDefault(label, 0) < mostOfLabel
              && ofToken.getOrDefault(token, 0) < mostOfToken;
      if (room) {
        ofLabel.merge(label, 1, Integer::sum);
        ofToken.merge(token, 1, Integer::sum);
      }
      return room;
    }

    private void keep(ReadContext read, int position, ExampleLabel label) {
      FeatureActivations features = read.features();
      int row = read.firstRow() + position;
      for (int k = features.begin(row); k < features.end(row); k++) {
        rows.feature(features.feature(k), features.value(k));
      }
      rows.end(read.row(position), label);
    }

    @Override
    public Optional<ProbeExamples> examples() {
      return rows.examples(name());
    }
  }
}
