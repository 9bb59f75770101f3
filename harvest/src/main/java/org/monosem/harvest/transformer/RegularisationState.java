package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/**
 * What a regularisation carries along: for each inhibited layer how many outputs of a unit were
 * seen, their means and sums of squared distances, and the moving threshold, all float64; kernels
 * change them in place.
 */
final class RegularisationState {
  private static final List<String> NAMES = List.of("count", "mean", "squares", "threshold");

  private final NDArray rules;
  private final List<NDArray> arrays;
  private final Map<String, NDArray> named;

  private RegularisationState(NDArray rules, Map<String, NDArray> named, NDManager owner) {
    this.rules = rules;
    this.named = named;
    // Kernels that differentiate want no empty lists.
    this.arrays =
        named.isEmpty()
            ? List.of(owner.zeros(new Shape(1), DataType.FLOAT64))
            : List.copyOf(named.values());
  }

  /**
   * Makes the arrays as they are before the first step.
   *
   * @param owner owns them
   * @throws IllegalArgumentException if the regularisation names a layer that there is not
   */
  static RegularisationState start(
      Regularisation regularisation, Gpt2Weights weights, NDManager owner) {
    Gpt2Config config = weights.config();
    double[] numbers = regularisation.rules(config.layers(), config.dMlp(), config.dModel());
    int units = regularisation.inhibitedUnits(config.dMlp(), config.dModel());
    Shape shape =
        numbers.length == 0
            ? new Shape(0)
            : new Shape(config.layers(), numbers.length / config.layers());
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int layer : regularisation.inhibitedLayers()) {
      for (String name : NAMES) {
        boolean whole = name.equals("count") || name.equals("threshold");
        named.put(
            "h." + layer + "." + name,
            owner.zeros(whole ? new Shape() : new Shape(units), DataType.FLOAT64));
      }
    }
    return new RegularisationState(owner.create(numbers, shape), named, owner);
  }

  /** Returns the layers' rules for the kernels, {@code [layers, 12]}, or {@code [0]} for none. */
  NDArray rules() {
    return rules;
  }

  /** Returns the running sums, four a layer; never empty. */
  List<NDArray> arrays() {
    return arrays;
  }

  /** Returns an array by its name in checkpoints, such as {@code h.0.mean}. */
  NDArray named(String name) {
    return Objects.requireNonNull(named.get(name), name);
  }

  /** Writes the running sums, if there are any. */
  void write(Path file) {
    if (named.isEmpty()) {
      return;
    }
    SafetensorsWriter writer = SafetensorsWriter.create();
    named.forEach(writer::add);
    writer.write(file);
  }

  /**
   * Reads what {@link #write} wrote into these arrays.
   *
   * @throws ModelFormatException if an array is missing or of another size
   */
  void read(Path file) {
    if (named.isEmpty()) {
      return;
    }
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      named.forEach((name, array) -> read(stored, name, array));
    }
  }

  private static void read(SafetensorsFile stored, String name, NDArray array) {
    if (!stored.contains(name)) {
      throw new ModelFormatException(stored.path(), name + ": missing");
    }
    double[] values = stored.readDoubles(name);
    if (values.length != array.size()) {
      throw new ModelFormatException(
          stored.path(),
          name + ": expected " + array.getShape() + ", got " + stored.info(name).shape());
    }
    try (NDManager scope = array.getManager().newSubManager()) {
      scope.create(values, array.getShape()).copyTo(array);
    }
  }
}
