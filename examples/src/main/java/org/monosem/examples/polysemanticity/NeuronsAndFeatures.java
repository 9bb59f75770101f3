package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.harvest.transformer.Gpt2;

/**
 * The neurons of an MLP beside the features of a dictionary on its activations: how polysemantic
 * both are, by three measures on the same tokens.
 *
 * @param rows the tokens read
 * @param neurons of the MLP
 * @param features of the dictionary
 */
public record NeuronsAndFeatures(long rows, ComparedUnits neurons, ComparedUnits features) {
  /**
   * Measures both in one pass.
   *
   * @param model with at least {@code layer + 1} blocks
   * @param layer the block whose MLP's activations, {@code blocks.<layer>.mlp.hook_post}, the
   *     dictionary was trained on
   * @param dictionary an autoencoder of the MLP's width
   * @param contexts token ids, none empty; a context is a document to the examples
   * @param listener told how many contexts have been read; what it throws ends the measuring
   * @throws IllegalArgumentException if there is no context, the model has no such block, or the
   *     dictionary another width
   */
  public static NeuronsAndFeatures measure(
      Gpt2 model,
      int layer,
      SparseAutoencoder dictionary,
      List<int[]> contexts,
      ComparisonOptions options,
      LongConsumer listener) {
    int neurons = model.width(HookPoint.mlpPost(layer));
    check(neurons, dictionary, contexts);
    try (NDManager scope = model.newManager();
        UnitMeasures ofNeurons =
            new UnitMeasures("neurons", neurons, options.chosen(neurons), options, scope);
        UnitMeasures ofFeatures =
            new UnitMeasures(
                "features", dictionary.dSae(), options.chosen(dictionary.dSae()), options, scope)) {
      Reading reading = new Reading(model, layer, dictionary, ofNeurons, ofFeatures);
      long rows = 0;
      for (int at = 0; at < contexts.size(); at++) {
        listener.accept(at);
        rows += reading.read(scope, at, contexts.get(at));
      }
      return new NeuronsAndFeatures(
          rows,
          ofNeurons.value(model.mlpNeurons(layer, scope), scope),
          ofFeatures.value(UnitWeights.ofDictionary(dictionary), scope));
    }
  }

  private static void check(int neurons, SparseAutoencoder dictionary, List<int[]> contexts) {
    if (contexts.isEmpty()) {
      throw new IllegalArgumentException("contexts: expected at least one, got none");
    }
    if (dictionary.dIn() != neurons || dictionary.dOut() != neurons) {
      throw new IllegalArgumentException(
          "dictionary: expected an autoencoder of the MLP's width %d, got dIn=%d, dOut=%d"
              .formatted(neurons, dictionary.dIn(), dictionary.dOut()));
    }
  }

  /** What a context is given to. */
  private record Reading(
      Gpt2 model,
      int layer,
      SparseAutoencoder dictionary,
      UnitMeasures neurons,
      UnitMeasures features) {

    int read(NDManager owner, int document, int[] context) {
      try (NDManager scope = owner.newSubManager()) {
        long[] ids = Arrays.stream(context).asLongStream().toArray();
        NDArray tokens = scope.create(ids, new Shape(1, ids.length));
        List<NDArray> found =
            model.activations(
                tokens,
                List.of(
                    HookPoint.of("blocks." + layer + ".ln2.hook_normalized"),
                    HookPoint.mlpPost(layer)));
        NDArray inputs = found.get(0).squeeze(0);
        NDArray activations = found.get(1).squeeze(0);
        RowPlaces places = places(document, context.length);
        neurons.add(inputs, activations, places);
        features.add(dictionary.encoderInputs(activations), dictionary.encode(activations), places);
        return context.length;
      }
    }

    private static RowPlaces places(int document, int length) {
      long[] documents = new long[length];
      Arrays.fill(documents, document);
      int[] positions = new int[length];
      Arrays.setAll(positions, position -> position);
      return RowPlaces.of(documents, positions);
    }
  }

  /** Returns the measures, one a line, in the order in which they are best read. */
  public List<Measure> table() {
    return List.of(
        new Measure(
            "Capacity of examples",
            "mean over units; 0 if all examples of a unit take one dimension, 1 if each takes its own",
            false,
            neurons.meanSpread(),
            features.meanSpread()),
        new Measure(
            "Monosemantic scale",
            "median of each unit's highest; n for the first spike in n tokens",
            true,
            neurons.medianScale(),
            features.medianScale()),
        new Measure(
            "Distance of examples",
            "mean over units; 0 if the same inputs fire a unit every time",
            false,
            neurons.meanings().summary().distances().mean(),
            features.meanings().summary().distances().mean()),
        new Measure(
            "Meanings of a unit",
            "mean number of clusters of its examples",
            false,
            neurons.meanings().summary().clusters(),
            features.meanings().summary().clusters()),
        new Measure(
            "Capacity of activations",
            "median; 1 if no other unit is active with this one, little if many always are",
            true,
            neurons.medianCapacity(),
            features.medianCapacity()));
  }

  /**
   * A measure of both.
   *
   * @param name its name
   * @param reading what it is, and how it is read
   * @param higherIsMonosemantic whether large numbers are the monosemantic ones
   * @param neurons what the neurons have; NaN if none has one
   * @param features what the features have; NaN if none has one
   */
  public record Measure(
      String name, String reading, boolean higherIsMonosemantic, double neurons, double features) {

    /** Returns whether by this measure features are less polysemantic than neurons. */
    public boolean favoursFeatures() {
      return higherIsMonosemantic ? features > neurons : features < neurons;
    }
  }

  /** Returns the numbers by name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    map.put("neurons", neurons.toMap());
    map.put("features", features.toMap());
    map.put(
        "features_less_polysemantic_by",
        table().stream().filter(Measure::favoursFeatures).map(Measure::name).toList());
    return map;
  }
}
