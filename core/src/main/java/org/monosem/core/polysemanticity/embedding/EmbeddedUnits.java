package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;
import org.monosem.core.SparseAutoencoder;

/**
 * Units whose examples can be collected: they know their weights, their input, and when they fire.
 */
public interface EmbeddedUnits {

  /** Returns the units' weights on their input. */
  UnitWeights weights();

  /**
   * Offers every row to a collector, with the input and the activations that the units have on it.
   *
   * @param rows float32 {@code [rows, width]}, what a stream of activations gives
   * @param places where each comes from
   * @throws IllegalArgumentException if the rows are not of the width that the units read
   */
  void collect(NDArray rows, RowPlaces places, ExampleCollector into);

  /**
   * Returns the features of a dictionary; rows are those that it encodes.
   *
   * @param dictionary must stay open
   */
  static EmbeddedUnits features(SparseAutoencoder dictionary) {
    return new DictionaryUnits(dictionary, UnitWeights.ofDictionary(dictionary));
  }

  /**
   * Returns the neurons of a layer; rows are the layer's input itself, {@code z [rows, dIn]}: of a
   * transformer's MLP what {@code blocks.i.ln2.hook_normalized} gives.
   *
   * @param weights float32
   * @param activation the layer's non-linearity, from pre-activations to activations {@code [rows,
   *     units]}: what it makes belongs to the manager of what it is given
   */
  static EmbeddedUnits neurons(UnitWeights weights, UnaryOperator<NDArray> activation) {
    return new LayerUnits(weights, activation);
  }

  /** The features of a dictionary. */
  record DictionaryUnits(SparseAutoencoder dictionary, UnitWeights weights)
      implements EmbeddedUnits {
    @Override
    public void collect(NDArray rows, RowPlaces places, ExampleCollector into) {
      try (NDManager scope = rows.getManager().newSubManager()) {
        NDArray inputs = dictionary.encoderInputs(rows);
        inputs.attach(scope);
        into.accept(inputs, dictionary.encode(rows), places);
      }
    }
  }

  /** The neurons of a layer. */
  record LayerUnits(UnitWeights weights, UnaryOperator<NDArray> activation)
      implements EmbeddedUnits {
    @Override
    public void collect(NDArray rows, RowPlaces places, ExampleCollector into) {
      try (NDManager scope = rows.getManager().newSubManager()) {
        NDArray before = weights.preActivations(rows);
        before.attach(scope);
        NDArray after = activation.apply(before);
        after.attach(scope);
        into.accept(rows, after, places);
      }
    }
  }
}
