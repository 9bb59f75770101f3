package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.embedding.CentralExample;
import org.monosem.core.polysemanticity.embedding.Example;
import org.monosem.core.polysemanticity.embedding.ExampleCollector;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.Meaning;
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.core.polysemanticity.embedding.SimilarMeaning;
import org.monosem.core.polysemanticity.embedding.TokenImportance;
import org.monosem.core.polysemanticity.embedding.UnitExamples;
import org.monosem.core.polysemanticity.embedding.UnitMeanings;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/**
 * Takes the neuron of the shipped model with most meanings apart: prints the tokens of each
 * meaning, which other neurons have a similar one, and which tokens before it the strongest example
 * needs.
 */
public final class MeaningsExample {
  private static final int TEXTS = 200;
  private static final int NEURONS = 512;
  private static final int MOST = 20;
  private static final int SHOWN = 4;
  private static final double CUT = 0.5;

  private static final List<HookPoint> HOOKS =
      List.of(HookPoint.of("blocks.0.ln2.hook_normalized"), HookPoint.mlpPost(0));

  private MeaningsExample() {}

  public static void main(String[] args) {
    Result result = measure(Seed.of(1));
    UnitMeanings unit = result.unit();
    System.out.printf(
        Locale.ROOT,
        "neuron %d: %d meanings of %d examples, mean distance %.2f%n",
        unit.unit(),
        unit.meanings().size(),
        unit.examples().size(),
        unit.distances().mean());
    for (int i = 0; i < Math.min(SHOWN, result.tokens().size()); i++) {
      System.out.printf("meaning %d: %s%n", i + 1, result.tokens().get(i));
      result.similar().get(i).stream()
          .limit(1)
          .forEach(
              other ->
                  System.out.printf(
                      Locale.ROOT,
                      "  most like meaning %d of neuron %d, cosine %.2f%n",
                      other.meaning() + 1,
                      other.unit(),
                      other.cosine()));
    }
    System.out.printf("what the strongest example needs: %s%n", result.needed());
  }

  /**
   * What was found of one neuron.
   *
   * @param unit its meanings, and how far apart its examples are
   * @param tokens of each meaning, strongest first
   * @param similar of each meaning those of other neurons, most similar first
   * @param needed tokens of the strongest example's context, with their importance
   */
  record Result(
      UnitMeanings unit,
      List<List<String>> tokens,
      List<List<SimilarMeaning>> similar,
      List<String> needed) {}

  static Result measure(Seed seed) {
    List<Document> texts = SampleTexts.of(TEXTS, seed);
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager()) {
      List<UnitExamples> examples = collect(model, texts);
      PolysemanticityReport report =
          PolysemanticityReport.of(
              "neurons", examples, model.neurons(owner), MeaningOptions.standard());
      UnitMeanings unit =
          report.units().stream()
              .max(Comparator.comparingInt(one -> one.meanings().size()))
              .orElseThrow();
      List<CentralExample> all = CentralExample.of(0, report, examples);
      List<List<SimilarMeaning>> near = SimilarMeaning.find(all, MOST, layer -> CUT, owner);
      List<List<SimilarMeaning>> similar =
          IntStream.range(0, all.size())
              .filter(i -> all.get(i).unit() == unit.unit())
              .mapToObj(near::get)
              .toList();
      return new Result(unit, tokens(model, texts, unit), similar, needed(model, texts, unit));
    }
  }

  private static List<UnitExamples> collect(ModelRun model, List<Document> texts) {
    ExampleCollector collector =
        ExampleCollector.create(
            IntStream.range(0, NEURONS).toArray(), ExampleOptions.published().withPerUnit(MOST));
    for (int i = 0; i < texts.size(); i++) {
      try (NDManager scope = model.newManager()) {
        List<NDArray> layers = model.activations(scope, texts.get(i).text(), HOOKS);
        int rows = Math.toIntExact(layers.get(0).getShape().get(0));
        collector.accept(layers.get(0), layers.get(1), RowPlaces.ofDocument(i, rows));
      }
    }
    return collector.value();
  }

  private static List<List<String>> tokens(
      ModelRun model, List<Document> texts, UnitMeanings unit) {
    List<List<String>> tokens = new ArrayList<>();
    for (Meaning meaning : unit.meanings()) {
      tokens.add(
          meaning.members().stream()
              .map(member -> unit.examples().get(member))
              .map(example -> word(model, texts, example))
              .toList());
    }
    return tokens;
  }

  private static String word(ModelRun model, List<Document> texts, Example example) {
    return model.word(texts.get((int) example.document()).text(), example.position());
  }

  private static List<String> needed(ModelRun model, List<Document> texts, UnitMeanings unit) {
    Example strongest = unit.examples().get(0);
    String text = texts.get((int) strongest.document()).text();
    int[] context = TokenImportance.contextOf(model.tokens(text), strongest.position());
    TokenImportance importance = model.importance(HOOKS.get(1), unit.unit(), context);
    int first = strongest.position() + 1 - context.length;
    return IntStream.range(0, context.length)
        .filter(i -> importance.importances().get(i) > 0.05)
        .mapToObj(
            i -> "%s %.2f".formatted(model.word(text, first + i), importance.importances().get(i)))
        .toList();
  }
}
