package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.decorrelation.BiasNormProxy;
import org.monosem.core.polysemanticity.decorrelation.Decorrelation;
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

/**
 * Splits a neuron of the shipped model by what drives it, and prints the tokens of each part; and
 * how different the layer's activations on different tokens are.
 */
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
    System.out.printf(
        Locale.ROOT,
        "decorrelation of the layer %.3f, median of b |w| %.3f%n",
        result.decorrelation(),
        result.proxy());
  }

  /**
   * What was found.
   *
   * @param tokens of each part, strongest first
   * @param separation of the inputs by parts
   * @param decorrelation of the layer's activations
   * @param proxy the layer's median of bias times norm
   */
  record Result(
      List<List<String>> tokens, Separation separation, double decorrelation, double proxy) {}

  static Result measure(Seed seed) {
    ExampleCollector examples = ExampleCollector.create(new int[] {UNIT}, EXAMPLES);
    Decorrelation decorrelation = new Decorrelation(512);
    List<Document> texts = SampleTexts.of(TEXTS, seed);
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager()) {
      for (int i = 0; i < texts.size(); i++) {
        try (NDManager scope = model.newManager()) {
          List<NDArray> layers = model.activations(scope, texts.get(i).text(), HOOKS);
          examples.accept(layers.get(0), layers.get(1), places(i, layers.get(0)));
          decorrelation.add(layers.get(1));
        }
      }
      UnitExamples found = examples.value().get(0);
      UnitWeights weights = model.neurons(owner);
      NDArray inputs = found.inputs(owner);
      VirtualNeurons parts =
          VirtualNeurons.split(
              Attribution.ofUnit(inputs, weights, UNIT), VirtualNeuronOptions.published(PARTS));
      return new Result(
          tokens(model, texts, found, parts),
          Separation.of(parts.assignments(), inputs),
          decorrelation.value(),
          BiasNormProxy.of(weights.in(), weights.bias()).median());
    }
  }

  private static RowPlaces places(int document, NDArray rows) {
    int count = (int) rows.getShape().get(0);
    long[] documents = new long[count];
    Arrays.fill(documents, document);
    int[] positions = new int[count];
    Arrays.setAll(positions, position -> position);
    return RowPlaces.of(documents, positions);
  }

  private static List<List<String>> tokens(
      ModelRun model, List<Document> texts, UnitExamples found, VirtualNeurons parts) {
    List<List<String>> tokens = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      tokens.add(new ArrayList<>());
    }
    for (int i = 0; i < found.examples().size(); i++) {
      Example example = found.examples().get(i);
      List<String> words = model.words(texts.get((int) example.document()).text());
      String word = example.position() == 0 ? "(start)" : words.get(example.position() - 1);
      tokens.get(parts.assignments()[i]).add(word.replace('\n', ' '));
    }
    return tokens;
  }
}
