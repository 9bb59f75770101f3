package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.embedding.Example;
import org.monosem.core.polysemanticity.embedding.ExampleCollector;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.core.polysemanticity.embedding.UnitExamples;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.polysemanticity.virtualneuron.Attribution;
import org.monosem.core.polysemanticity.virtualneuron.Separation;
import org.monosem.core.polysemanticity.virtualneuron.VirtualNeuronOptions;
import org.monosem.core.polysemanticity.virtualneuron.VirtualNeurons;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/** Splits a neuron of the shipped model by what drives it, and prints the tokens of each part. */
public final class VirtualNeuronExample {
  private static final int TEXTS = 60;
  private static final int UNIT = 20;
  private static final int PARTS = 3;
  private static final ExampleOptions EXAMPLES = new ExampleOptions(40, 0.25, false);

  private static final List<HookPoint> HOOKS =
      List.of(HookPoint.of("blocks.0.ln2.hook_normalized"), HookPoint.mlpPost(0));

  private VirtualNeuronExample() {}

  public static void main(String[] args) {
    Result result = measure(Seed.of(1));
    for (int part = 0; part < PARTS; part++) {
      System.out.printf("neuron %d, part %d: %s%n", UNIT, part + 1, result.tokens().get(part));
    }
    System.out.printf(
        Locale.ROOT,
        "inputs of different parts are %.2f times as far apart as those of one part%n",
        result.separation().ratio());
  }

  /**
   * What was found.
   *
   * @param tokens of each part, strongest first
   * @param separation of the inputs by parts
   */
  record Result(List<List<String>> tokens, Separation separation) {}

  static Result measure(Seed seed) {
    ExampleCollector examples = ExampleCollector.create(new int[] {UNIT}, EXAMPLES);
    List<Document> texts = SampleTexts.of(TEXTS, seed);
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager()) {
      for (int i = 0; i < texts.size(); i++) {
        try (NDManager scope = model.newManager()) {
          List<NDArray> layers = model.activations(scope, texts.get(i).text(), HOOKS);
          int rows = Math.toIntExact(layers.get(0).getShape().get(0));
          examples.accept(layers.get(0), layers.get(1), RowPlaces.ofDocument(i, rows));
        }
      }
      UnitExamples found = examples.value().get(0);
      UnitWeights weights = model.neurons(owner);
      NDArray inputs = found.inputs(owner);
      VirtualNeurons parts =
          VirtualNeurons.split(
              Attribution.ofUnit(inputs, weights, UNIT), VirtualNeuronOptions.published(PARTS));
      return new Result(
          tokens(model, texts, found, parts), Separation.of(parts.assignments(), inputs));
    }
  }

  private static List<List<String>> tokens(
      ModelRun model, List<Document> texts, UnitExamples found, VirtualNeurons parts) {
    List<List<String>> tokens = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      tokens.add(new ArrayList<>());
    }
    for (int i = 0; i < found.examples().size(); i++) {
      Example example = found.examples().get(i);
      String text = texts.get((int) example.document()).text();
      tokens.get(parts.assignments()[i]).add(model.word(text, example.position()));
    }
    return tokens;
  }
}
