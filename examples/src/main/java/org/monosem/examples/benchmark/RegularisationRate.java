package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.Gpt2Config;
import org.monosem.harvest.transformer.TokenContexts;
import org.monosem.harvest.transformer.TrainingPlan;
import org.monosem.harvest.transformer.TrainingPlan.Precision;
import org.monosem.harvest.transformer.regularisation.Inhibition;
import org.monosem.harvest.transformer.regularisation.Inhibition.Choice;
import org.monosem.harvest.transformer.regularisation.Inhibition.Effect;
import org.monosem.harvest.transformer.regularisation.Inhibition.Site;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/**
 * Measures what inhibition and decorrelation add to a training step of the founding paper's
 * transformer (one layer, {@code dModel} 128, {@code dMlp} 512), on random tokens. All in one run,
 * in turns.
 */
public final class RegularisationRate {
  private static final String PLAIN = "plain";
  private static final double SHARE = 0.02;
  private static final List<Integer> LAYER = List.of(0);

  private RegularisationRate() {}

  /**
   * What to measure.
   *
   * @param contexts contexts of a step
   * @param length tokens of a context
   * @param vocabulary the model's tokens
   * @param turns how often each way is timed, at least one
   * @param precision of the matrix products
   */
  public record Plan(int contexts, int length, int vocabulary, int turns, Precision precision) {}

  /**
   * What was measured.
   *
   * @param timings of a step, plain training first
   */
  public record Figures(Timings timings) {

    /** Returns a row for each way: its times, and what it adds to the plain step's. */
    public List<Map<String, Object>> rows() {
      List<Map<String, Object>> rows = new ArrayList<>();
      timings
          .byName()
          .forEach(
              (name, timing) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("training", name);
                row.put("best_ms", 1e3 * timing.best());
                row.put("median_ms", 1e3 * timing.median());
                row.put("ratio_vs_plain", timings.ratio(name, PLAIN));
                row.put("median_ratio_vs_plain", timing.median() / timings.of(PLAIN).median());
                rows.add(row);
              });
      return rows;
    }
  }

  /**
   * Measures.
   *
   * @param afterRound hears how many rounds of turns are done
   */
  public static Figures measure(Plan plan, Device device, IntConsumer afterRound) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        Race race = new Race()) {
      TokenContexts data = tokens(plan);
      ways()
          .forEach(
              (name, way) ->
                  race.enter(
                      name, TransformerSteps.of(config(plan), plan(plan, way), data, manager)));
      race.run(plan.turns(), afterRound);
      return new Figures(race.timings());
    }
  }

  private static Gpt2Config config(Plan plan) {
    return Gpt2Config.oneLayer(plan.vocabulary(), plan.length());
  }

  private static TrainingPlan plan(Plan plan, Regularisation regularisation) {
    return TrainingPlan.of(Long.MAX_VALUE, Seed.of(1))
        .withBatchContexts(plan.contexts())
        .withPrecision(plan.precision())
        .withIntervals(0, 0)
        .withRegularisation(regularisation);
  }

  private static Map<String, Regularisation> ways() {
    Map<String, Regularisation> ways = new LinkedHashMap<>();
    ways.put(PLAIN, Regularisation.NONE);
    for (Site site : Site.values()) {
      String where = site == Site.ACTIVATION ? ", activations" : ", block output";
      Inhibition highest = Inhibition.of(LAYER).withSite(site).withWarmUp(2);
      ways.put("highest" + where, Regularisation.of(highest));
      ways.put("fraction" + where, Regularisation.of(highest.withChoice(Choice.FRACTION, SHARE)));
      ways.put(
          "moving threshold" + where,
          Regularisation.of(highest.withChoice(Choice.MOVING_THRESHOLD, SHARE)));
      ways.put("log loss" + where, Regularisation.of(highest.withEffect(Effect.LOG_LOSS)));
    }
    ways.put("decorrelation", Regularisation.of(LayerDecorrelation.of(LAYER)));
    return ways;
  }

  private static TokenContexts tokens(Plan plan) {
    int count = 64 * plan.contexts() * plan.length() + 1;
    return TokenContexts.of(
        Seed.of(2).random().ints(count, 0, plan.vocabulary()).toArray(), plan.length() + 1);
  }
}
