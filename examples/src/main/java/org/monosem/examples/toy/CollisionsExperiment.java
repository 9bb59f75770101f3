package org.monosem.examples.toy;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.monosem.core.json.JsonObject;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.collision.CollisionCounts;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import org.monosem.sae.toymodel.collision.CollisionTrainer;
import org.monosem.sae.toymodel.collision.LogLogSlope;
import org.monosem.sae.toymodel.collision.NoiseCurve;
import org.monosem.sae.toymodel.collision.NoiseTrainer;
import org.monosem.sae.toymodel.collision.Sparsification;

/**
 * Polysemanticity by accident: units that the start gave to two features, how a row becomes sparse
 * under an L1 term, and which noise makes it so without one.
 */
public final class CollisionsExperiment implements ToyExperiment {
  private static final String POLYSEMANTIC = "polysemantic";
  private static final int EARLY = 8;
  private static final int ASYMPTOTIC = 12;

  private final Device device;
  private final CollisionsPlan plan;
  private final Seed seed;

  /**
   * Prepares it.
   *
   * @param device where networks are trained
   * @param plan which networks
   * @param seed decides their start and the noise
   */
  public CollisionsExperiment(Device device, CollisionsPlan plan, Seed seed) {
    this.device = device;
    this.plan = plan;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "collisions";
  }

  @Override
  public RunSettings settings() {
    return RunSettings.of(name()).with("plan", plan).with("seed", seed.value());
  }

  @Override
  public String unit() {
    return Rounds.UNIT;
  }

  @Override
  public long rounds() {
    return Rounds.of(plan.operations());
  }

  @Override
  public Findings run(ToyProgress progress, UnfinishedWork unfinished) {
    Rounds rounds = new Rounds(progress);
    List<Sparsification.Moment> row = sparsified();
    List<NoiseCurve> noise = noise(rounds, unfinished);
    List<CollisionCounts> counts =
        plan.collisions().stream().map(each -> counted(each, rounds, unfinished)).toList();
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

  private List<NoiseCurve> noise(Rounds rounds, UnfinishedWork unfinished) {
    StepListener listener = rounds.part("noise", plan.noise().steps(), plan.noiseOperations());
    try (NoiseTrainer trainer = new NoiseTrainer(device, plan.noise(), seed.named("noise"))) {
      unfinished.complete("noise", trainer, listener, trainer::train);
      unfinished.save("noise", trainer);
      return trainer.curves();
    }
  }

  /** Weights of many wide networks are large: of those that are trained only the counts stay. */
  private CollisionCounts counted(
      CollisionSetting setting, Rounds rounds, UnfinishedWork unfinished) {
    String point = "units-" + setting.units();
    StepListener listener =
        rounds.part(
            setting.units() + " units", setting.steps(), CollisionsPlan.operations(setting));
    Optional<JsonObject> kept = unfinished.kept(point);
    if (kept.isPresent()) {
      return new CollisionCounts(setting, kept.get().integers(POLYSEMANTIC));
    }
    Seed own = seed.named("collisions").at(setting.units());
    try (CollisionTrainer trainer = new CollisionTrainer(device, setting, own)) {
      unfinished.complete(point, trainer, listener, trainer::train);
      CollisionCounts counts = trainer.counts();
      unfinished.keep(point, Map.of(POLYSEMANTIC, counts.polysemantic()));
      return counts;
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
    line.put(POLYSEMANTIC, counts.mean());
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
