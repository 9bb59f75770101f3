package org.monosem.examples.toy;

import ai.djl.Device;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.superposition.SuperpositionInstance;
import org.monosem.sae.toymodel.superposition.SuperpositionSetting;
import org.monosem.sae.toymodel.superposition.SuperpositionTrainer;

/**
 * Superposition in the ReLU autoencoder by sparsity: norms and capacities of a few features of
 * falling importance, and how many dimensions each of many equally important ones gets.
 */
public final class SuperpositionExperiment implements ToyExperiment {
  private static final double REPRESENTED = 0.5;
  private static final double MARGIN = 0.05;
  private static final double ORTHOGONAL = 0.2;

  private final Device device;
  private final SuperpositionPlan plan;
  private final Seed seed;

  /**
   * Prepares it.
   *
   * @param device where models are trained
   * @param plan which models
   * @param seed decides their start and their features
   */
  public SuperpositionExperiment(Device device, SuperpositionPlan plan, Seed seed) {
    this.device = device;
    this.plan = plan;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "superposition";
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
    List<SuperpositionInstance> few =
        trained("demonstration", plan.demonstration(), rounds, unfinished);
    List<SuperpositionInstance> many = trained("geometry", plan.geometry(), rounds, unfinished);
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("demonstration", few.stream().map(SuperpositionExperiment::detailed).toList());
    tables.put("geometry", many.stream().map(SuperpositionExperiment::line).toList());
    return new Findings(
        figures(few, many),
        tables,
        Map.of(
            "superposition-norms", SuperpositionPlots.norms(few),
            "superposition-capacities", SuperpositionPlots.capacities(few),
            "superposition-dims-per-feature", SuperpositionPlots.dimsPerFeature(many),
            "superposition-dimensionality", SuperpositionPlots.dimensionality(many)));
  }

  private List<SuperpositionInstance> trained(
      String name, SuperpositionSetting single, Rounds rounds, UnfinishedWork unfinished) {
    SuperpositionSetting setting = plan.repeated(single);
    StepListener listener = rounds.part(name, plan.training().steps(), plan.operations(setting));
    try (SuperpositionTrainer trainer =
        new SuperpositionTrainer(device, setting, plan.training(), seed.named(name))) {
      unfinished.complete(name, trainer, listener, trainer::train);
      unfinished.save(name, trainer);
      return trainer.instances(REPRESENTED, ORTHOGONAL);
    }
  }

  private Map<String, Object> figures(
      List<SuperpositionInstance> few, List<SuperpositionInstance> many) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("features", plan.demonstration().features());
    figures.put("hidden", plan.demonstration().hidden());
    figures.put("geometry_features", plan.geometry().features());
    figures.put("geometry_hidden", plan.geometry().hidden());
    figures.put("steps", plan.training().steps());
    figures.put("shared_if_densest", few.get(0).shared(MARGIN));
    figures.put("shared_if_sparsest", few.get(few.size() - 1).shared(MARGIN));
    figures.put("dims_per_feature_if_densest", many.get(0).dimsPerFeature());
    figures.put("dims_per_feature_if_sparsest", many.get(many.size() - 1).dimsPerFeature());
    return figures;
  }

  private static Map<String, Object> detailed(SuperpositionInstance instance) {
    Map<String, Object> line = line(instance);
    line.put("norms", instance.norms());
    line.put("capacities", Arrays.stream(instance.capacity().toArray()).boxed().toList());
    return line;
  }

  private static Map<String, Object> line(SuperpositionInstance instance) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("probability", instance.probability());
    line.put("loss", instance.loss());
    line.put("represented", instance.represented(REPRESENTED));
    line.put("shared", instance.shared(MARGIN));
    line.put("total_capacity", instance.capacity().total());
    line.put("dims_per_feature", instance.dimsPerFeature());
    Map<String, Object> blocks = new LinkedHashMap<>();
    instance.blocks().sizes().forEach((size, count) -> blocks.put(String.valueOf(size), count));
    line.put("blocks_by_size", blocks);
    return line;
  }
}
