package org.monosem.examples.toy;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.collision.CollisionCounts;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import org.monosem.sae.toymodel.collision.CollisionTrainer;
import org.monosem.sae.toymodel.collision.LogLogSlope;
import org.monosem.sae.toymodel.collision.NoiseCurve;
import org.monosem.sae.toymodel.collision.NoiseExperiment;
import org.monosem.sae.toymodel.collision.Sparsification;

/**
 * Polysemanticity by accident: units that the start gave to two features, how a row becomes sparse
 * under an L1 term, and which noise makes it so without one.
 */
public final class CollisionsExperiment implements ToyExperiment {
  /** The networks of each size by default. */
  public static final int NETWORKS = 16;

  private static final int EARLY = 8;
  private static final int ASYMPTOTIC = 12;

  private final Device device;
  private final CollisionsPlan plan;
  private final Seed seed;

  CollisionsExperiment(Device device, CollisionsPlan plan, Seed seed) {
    this.device = device;
    this.plan = plan;
    this.seed = seed;
  }

  /** Returns the published one, with so many networks of each size. */
  public static CollisionsExperiment published(Device device, int networks, Seed seed) {
    return new CollisionsExperiment(device, CollisionsPlan.published(networks), seed);
  }

  /** Returns one of about half a minute on one core. */
  public static CollisionsExperiment quick(Device device, int networks, Seed seed) {
    return new CollisionsExperiment(device, CollisionsPlan.quick(networks), seed);
  }

  @Override
  public String name() {
    return "collisions";
  }

  @Override
  public String unit() {
    return "steps";
  }

  @Override
  public long rounds() {
    return plan.steps();
  }

  @Override
  public Findings run(IntConsumer progress) {
    Rounds rounds = new Rounds(progress);
    List<Sparsification.Moment> row = sparsified();
    List<NoiseCurve> noise =
        new NoiseExperiment(plan.noise(), seed.named("noise")).run(device, rounds.part());
    List<CollisionCounts> counts =
        plan.collisions().stream().map(setting -> counted(setting, rounds)).toList();
    List<Sparsification.Moment> late = row.subList(EARLY, row.size());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("features", plan.collisions().get(0).features());
    figures.put("networks", plan.collisions().get(0).instances());
    figures.put("sparsification_units", plan.row().units());
    figures.put("sparsification_penalty", plan.row().penalty());
    figures.put("norm_slope", LogLogSlope.ofNorm(late));
    figures.put("survivors_slope", LogLogSlope.ofSurvivors(late));
    return new Findings(
        figures, tables(counts, row, noise), CollisionsPlots.all(counts, row, noise));
  }

  private List<Sparsification.Moment> sparsified() {
    List<Double> late = plan.row().asymptoticTimes(ASYMPTOTIC);
    Stream<Double> early =
        DoubleStream.iterate(late.get(0) / 256, time -> 2 * time).limit(EARLY).boxed();
    return plan.row()
        .simulate(seed.named("sparsification"), Stream.concat(early, late.stream()).toList());
  }

  private CollisionCounts counted(CollisionSetting setting, Rounds rounds) {
    Seed own = seed.named("collisions").at(setting.units());
    try (CollisionTrainer trainer = new CollisionTrainer(device, setting, own)) {
      trainer.train(rounds.part());
      return trainer.counts();
    }
  }

  private static Map<String, List<Map<String, Object>>> tables(
      List<CollisionCounts> counts, List<Sparsification.Moment> row, List<NoiseCurve> noise) {
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("collisions", counts.stream().map(CollisionsExperiment::line).toList());
    tables.put("sparsification", row.stream().map(CollisionsExperiment::line).toList());
    tables.put("noise", noise.stream().map(CollisionsExperiment::line).toList());
    return tables;
  }

  private static Map<String, Object> line(CollisionCounts counts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("units", counts.setting().units());
    line.put("predicted", counts.setting().predicted());
    line.put("polysemantic", counts.mean());
    line.put("standard_error", counts.standardError());
    line.put("by_network", counts.polysemantic());
    return line;
  }

  private static Map<String, Object> line(Sparsification.Moment moment) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", moment.time());
    line.put("norm", moment.norm());
    line.put("predicted_norm", moment.predictedNorm());
    line.put("survivors", moment.survivors());
    line.put("predicted_survivors", moment.predictedSurvivors());
    return line;
  }

  private static Map<String, Object> line(NoiseCurve curve) {
    List<NoiseCurve.Moment> moments = curve.moments();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("noise", curve.bernoulli() ? "bernoulli" : "normal");
    line.put("sigma", curve.deviation());
    line.put("fourth_power_at_start", moments.get(0).fourthPower());
    line.put("fourth_power_at_end", moments.get(moments.size() - 1).fourthPower());
    return line;
  }
}
