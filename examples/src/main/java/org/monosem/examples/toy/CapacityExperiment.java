package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.monosem.core.json.JsonObject;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.quadratic.CapacityAllocation;
import org.monosem.sae.toymodel.quadratic.ClosedForm;
import org.monosem.sae.toymodel.quadratic.NumericOptimum;
import org.monosem.sae.toymodel.quadratic.QuadraticModel;

/**
 * The capacity of features in the quadratic toy model, by importance and by sparsity: every optimum
 * in closed form, and searched for without the theory.
 *
 * @param problems how many problems with random importances
 * @param starts how many searches for an optimum, of which the best counts
 * @param seed decides the problems and the starts
 */
public record CapacityExperiment(int problems, int starts, Seed seed) implements ToyExperiment {
  /** The random problems checked by default. */
  public static final int PROBLEMS = 6;

  /** The searches for an optimum by default. */
  public static final int STARTS = 40;

  /** The searches for an optimum in the quick setting. */
  public static final int QUICK_STARTS = 8;

  private static final String CAPACITIES = "capacities";
  private static final String LOSS = "loss";

  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public RunSettings settings() {
    return RunSettings.of(name())
        .with("problems", problems)
        .with("starts", starts)
        .with("seed", seed.value());
  }

  @Override
  public String unit() {
    return "problems";
  }

  @Override
  public long rounds() {
    return groups().stream().mapToInt(List::size).sum();
  }

  @Override
  public Findings run(ToyProgress progress, UnfinishedWork unfinished) {
    List<List<CapacityComparison>> solved = new ArrayList<>();
    int[] done = {0};
    for (List<QuadraticModel> group : groups()) {
      List<CapacityComparison> comparisons = new ArrayList<>();
      for (QuadraticModel model : group) {
        comparisons.add(CapacityComparison.of(model, searched(model, done[0], unfinished)));
        progress.at(++done[0], "");
      }
      solved.add(comparisons);
    }
    return findings(solved);
  }

  /** The problems by what they are for: examples, random ones, and three plots. */
  private List<List<QuadraticModel>> groups() {
    List<QuadraticModel> examples =
        Stream.concat(Stream.of(CapacityProblems.example()), CapacityProblems.pairsOfSix().stream())
            .toList();
    return List.of(
        examples,
        CapacityProblems.random(problems, seed.named("problems")),
        CapacityProblems.graded(),
        CapacityProblems.pairs(),
        CapacityProblems.sparse());
  }

  private CapacityAllocation searched(QuadraticModel model, int number, UnfinishedWork unfinished) {
    String point = "problem-" + number;
    Optional<JsonObject> kept = unfinished.kept(point);
    if (kept.isPresent()) {
      return new CapacityAllocation(kept.get().numbers(CAPACITIES), kept.get().number(LOSS));
    }
    Seed own = seed.named("starts").at(number);
    CapacityAllocation found = NumericOptimum.search(model, starts, own).allocation();
    unfinished.keep(point, Map.of(CAPACITIES, found.capacities(), LOSS, found.loss()));
    return found;
  }

  private static Findings findings(List<List<CapacityComparison>> solved) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(
        "max_difference_from_closed_form",
        solved.stream()
            .flatMap(List::stream)
            .mapToDouble(CapacityComparison::maxDifference)
            .max()
            .orElseThrow());
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("examples", solved.get(0).stream().map(CapacityExperiment::example).toList());
    tables.put("random_problems", solved.get(1).stream().map(CapacityComparison::line).toList());
    tables.put("phases", phases());
    return new Findings(
        figures,
        tables,
        Map.of(
            "capacity-by-importance", CapacityPlots.byImportance(solved.get(2)),
            "capacity-of-two", CapacityPlots.ofTwo(solved.get(3)),
            "capacity-by-sparsity", CapacityPlots.bySparsity(solved.get(4))));
  }

  private static Map<String, Object> example(CapacityComparison comparison) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("importances", comparison.model().importances());
    line.put("dims", comparison.model().dims());
    line.put("square_variance", comparison.model().squareVariance());
    line.put(CAPACITIES, comparison.theory().capacities());
    line.put("max_difference", comparison.maxDifference());
    return line;
  }

  /** Where the phases of the features of evenly spaced importance end. */
  private static List<Map<String, Object>> phases() {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (QuadraticModel model : CapacityProblems.graded()) {
      if (model.squareVariance() > 2) {
        double price = ClosedForm.price(model);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("square_variance", model.squareVariance());
        line.put("price", price);
        line.put("ignored_up_to", Math.sqrt(2 * price) / model.squareVariance());
        line.put("monosemantic_from", Math.sqrt(price / 2));
        lines.add(line);
      }
    }
    return lines;
  }
}
