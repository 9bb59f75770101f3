package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One measurement of {@link FeatureAbsorption}, label after label.
 *
 * @param settings what to measure
 * @param tokens the examples
 * @param split which of them are tested on
 * @param decoder {@code [dSae, dIn]}, row after row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AbsorptionRun(
    FeatureAbsorption settings, ProbeExamples tokens, ExampleSplit split, float[] decoder) {

  AbsorptionReport report(ProbingListener progress) {
    List<LabelAbsorption> measured = new ArrayList<>();
    List<LabelProbe> weak = new ArrayList<>();
    List<LabelCount> leftOut = new ArrayList<>();
    int done = 0;
    for (String label : tokens.labels()) {
      Check.notInterrupted("absorption, labels", done);
      LabelCount count = count(label);
      if (!count.isAtLeast(settings.requirements().leastTokens()) || !hasOthers(label)) {
        leftOut.add(count);
      } else {
        probe(count, measured, weak);
      }
      progress.onProgress(++done);
    }
    return new AbsorptionReport(tokens.name(), settings.requirements(), measured, weak, leftOut);
  }

  private void probe(LabelCount count, List<LabelAbsorption> measured, List<LabelProbe> weak) {
    boolean[] train = tokens.isLabelled(split.train(), count.label());
    boolean[] test = tokens.isLabelled(split.test(), count.label());
    DesignMatrix x = tokens.activations(split.train());
    LogisticProbe probe = LogisticRegression.fitBalanced(x, train);
    LabelProbe quality =
        new LabelProbe(
            count,
            probe.decide(x, train).f1(),
            probe.decide(tokens.activations(split.test()), test).f1(),
            Decisions.allPositive(test).f1());
    if (quality.f1() > settings.requirements().leastF1()) {
      SplitFeatures main = main(train, test);
      measured.add(LabelAbsorption.of(quality, judged(probe, test, main), main));
    } else {
      weak.add(quality);
    }
  }

  private SplitFeatures main(boolean[] train, boolean[] test) {
    Trial trial =
        new Trial(tokens.features(split.train()), train, tokens.features(split.test()), test);
    return SplitFeatures.of(trial, settings.mostFeatures(), settings.f1Jump());
  }

  private List<TokenAbsorption> judged(LogisticProbe probe, boolean[] test, SplitFeatures main) {
    BitSet mainSet = new BitSet();
    IntStream.of(main.features()).forEach(mainSet::set);
    ProbeDirection direction = new ProbeDirection(probe.weights(), decoder);
    DesignMatrix x = tokens.activations(split.test());
    List<TokenAbsorption> judged = new ArrayList<>();
    for (int row = 0; row < test.length; row++) {
      if (test[row] && probe.score(x, row) > 0) {
        judged.add(
            TokenAbsorption.of(
                direction.projection(x, row),
                direction.fired(tokens.features(), split.test()[row]),
                mainSet,
                settings.thresholds()));
      }
    }
    return judged;
  }

  private LabelCount count(String label) {
    return new LabelCount(
        label, groups(split.train(), label, true), groups(split.test(), label, true));
  }

  private boolean hasOthers(String label) {
    return groups(split.train(), label, false) > 0 && groups(split.test(), label, false) > 0;
  }

  private int groups(int[] chosen, String label, boolean with) {
    boolean[] labelled = tokens.isLabelled(chosen, label);
    Set<Long> groups = new HashSet<>();
    for (int i = 0; i < chosen.length; i++) {
      if (labelled[i] == with) {
        groups.add(tokens.group(chosen[i]));
      }
    }
    return groups.size();
  }
}
