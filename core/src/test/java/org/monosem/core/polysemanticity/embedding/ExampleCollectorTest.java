package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.ActivationStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

class ExampleCollectorTest {
  private static final int ROWS = 400;
  private static final int WIDTH = 6;
  private static final int[] UNITS = {4, 0, 5};

  private NDManager manager;
  private float[][] activations;
  private long[] documents;
  private int[] positions;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    var random = Seed.of(8).random();
    activations = new float[ROWS][WIDTH];
    documents = new long[ROWS];
    positions = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      documents[row] = random.nextInt(60);
      positions[row] = row;
      for (int unit = 0; unit < 5; unit++) { // unit 5 never fires
        activations[row][unit] = Math.round(4 * random.nextGaussian()) / 4f; // with ties
      }
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theStrongestAboveTheThresholdWhateverTheOrder() {
    for (boolean onePerDocument : new boolean[] {true, false}) {
      for (int perUnit : new int[] {1, 7, 1000}) {
        for (double fraction : new double[] {0, 0.3, 0.75}) {
          ExampleOptions options = new ExampleOptions(perUnit, fraction, onePerDocument);
          for (long order = 0; order < 3; order++) {
            List<UnitExamples> found = collected(options, Seed.of(order).permutation(ROWS), 37);
            for (int i = 0; i < UNITS.length; i++) {
              assertThat(found.get(i).unit()).isEqualTo(UNITS[i]);
              assertThat(found.get(i).maximum()).isEqualTo(maximum(UNITS[i]));
              assertThat(found.get(i).examples())
                  .isEqualTo(slow(UNITS[i], options, maximum(UNITS[i])));
            }
          }
        }
      }
    }
  }

  @Test
  void everyExampleHasItsInput() {
    UnitExamples unit = collected(ExampleOptions.published(), order(), ROWS).get(0);
    for (int i = 0; i < unit.examples().size(); i++) {
      int row = unit.examples().get(i).position();
      assertThat(unit.input(i)).containsExactly(row, -row);
    }
    assertThat(unit.inputs(manager).getShape()).isEqualTo(new Shape(unit.examples().size(), 2));
  }

  @Test
  void knownMaximaSetTheThreshold() {
    ExampleOptions options = ExampleOptions.published().withFraction(0.5);
    double[] maxima = {4, 0.5, 0};
    ExampleCollector collector = ExampleCollector.create(UNITS, maxima, options);
    feed(collector, order(), 100);
    for (int i = 0; i < UNITS.length; i++) {
      UnitExamples found = collector.value().get(i);
      assertThat(found.maximum()).isEqualTo(maxima[i]);
      assertThat(found.examples()).isEqualTo(slow(UNITS[i], options, maxima[i]));
    }
  }

  @Test
  void partsCombineToTheWhole() {
    ExampleOptions options = ExampleOptions.published().withFraction(0.2).withPerUnit(9);
    int[] order = Seed.of(1).permutation(ROWS);
    ExampleCollector one = ExampleCollector.create(UNITS, options);
    ExampleCollector other = ExampleCollector.create(UNITS, options);
    feed(one, Arrays.copyOf(order, 130), 50);
    feed(other, Arrays.copyOfRange(order, 130, ROWS), 50);
    ExampleCollector empty = ExampleCollector.create(UNITS, options);
    assertSame(empty.combine(one).combine(other).value(), collected(options, order(), ROWS));
    assertThat(empty.rows()).isEqualTo(ROWS);
  }

  @Test
  void readingTwiceChangesNothing() {
    ExampleOptions options = ExampleOptions.published().withOnePerDocument(false);
    ExampleCollector collector = ExampleCollector.create(UNITS, options);
    feed(collector, order(), 64);
    feed(collector, order(), 31);
    assertSame(collector.value(), collected(options, order(), ROWS));
  }

  @Test
  void sparseActivationsAreTakenAsDenseOnes() {
    int[] offsets = new int[ROWS + 1];
    List<Integer> features = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (int unit = 0; unit < WIDTH; unit++) {
        if (activations[row][unit] > 0) {
          features.add(unit);
          values.add(activations[row][unit]);
        }
      }
      offsets[row + 1] = features.size();
    }
    float[] flat = new float[values.size()];
    IntStream.range(0, flat.length).forEach(i -> flat[i] = values.get(i));
    FeatureActivations sparse =
        FeatureActivations.of(
            WIDTH, offsets, features.stream().mapToInt(feature -> feature).toArray(), flat);
    ExampleCollector collector = ExampleCollector.create(UNITS, ExampleOptions.published());
    collector.accept(inputs(order()), sparse, RowPlaces.of(documents, positions));
    assertSame(collector.value(), collected(ExampleOptions.published(), order(), ROWS));
  }

  @Test
  void aStreamIsReadThroughNeuronsAndFeaturesAlike() {
    NDArray in = Numbers.normal(manager, 4, 3).toType(DataType.FLOAT32, false);
    NDArray bias = Numbers.normal(manager, 4).toType(DataType.FLOAT32, false);
    NDArray rows = Numbers.normal(manager, 90, 3).toType(DataType.FLOAT32, false);
    int[] units = {0, 1, 2, 3};
    DictionaryConfig config = DictionaryConfig.relu(3, 4, false);
    NDArray zeros = manager.zeros(new Shape(3));
    try (SparseAutoencoder dictionary = SparseAutoencoder.of(manager, config, in, bias, in, zeros);
        ActivationStream one = InMemoryActivations.of(rows).open(Seed.of(1), 0);
        ActivationStream other = InMemoryActivations.of(rows).open(Seed.of(1), 0)) {
      dictionary.encode(rows); // makes its working memory
      int before = manager.getManagedArrays().size();
      ExampleCollector features = ExampleCollector.create(units, ExampleOptions.published());
      features.read(one, EmbeddedUnits.features(dictionary), manager, 90);
      ExampleCollector neurons = ExampleCollector.create(units, ExampleOptions.published());
      EmbeddedUnits layer =
          EmbeddedUnits.neurons(new UnitWeights(in, bias), values -> values.maximum(0));
      neurons.read(other, layer, manager, 90);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertSame(features.value(), neurons.value());
      assertThat(neurons.rows()).isEqualTo(90);
      assertThat(neurons.value()).allMatch(unit -> unit.examples().size() > 1);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ExampleOptions options = ExampleOptions.published();
    assertThatThrownBy(() -> ExampleCollector.create(new int[] {3, 1, 3}, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units: 3 is named twice");
    assertThatThrownBy(() -> ExampleCollector.create(new int[0], options))
        .hasMessage("units: expected at least one, none negative, got []");
    assertThatThrownBy(() -> ExampleCollector.create(UNITS, new double[2], options))
        .hasMessage("maxima: expected one a unit, 3, got 2");
    assertThatThrownBy(
            () -> ExampleCollector.create(UNITS, new double[] {1, Double.NaN, 1}, options))
        .hasMessage("maxima: expected finite numbers of at least 0, got NaN for unit 0");
    assertThatThrownBy(() -> options.withPerUnit(0))
        .hasMessage("perUnit: expected at least 1, got 0");
    assertThatThrownBy(() -> options.withFraction(1))
        .hasMessage("fraction: expected a number in [0, 1), got 1.0");
    assertThatThrownBy(() -> RowPlaces.of(new long[2], new int[3]))
        .hasMessage(
            "places: expected a document and a position a row, got 2 documents, 3 positions");
    ExampleCollector collector = ExampleCollector.create(UNITS, options);
    assertThatThrownBy(
            () -> collector.combine(ExampleCollector.create(UNITS, options.withPerUnit(2))))
        .hasMessageStartingWith("collectors: expected the same units, maxima and options");
  }

  @Test
  void placesOfADocumentCountItsTokens() {
    RowPlaces places = RowPlaces.ofDocument(7, 3);
    assertThat(places.rows()).isEqualTo(3);
    for (int row = 0; row < 3; row++) {
      assertThat(places.document(row)).isEqualTo(7);
      assertThat(places.position(row)).isEqualTo(row);
    }
  }

  @Test
  void batchesThatDoNotFitAreRefused() {
    ExampleCollector collector = ExampleCollector.create(UNITS, ExampleOptions.published());
    NDArray two = manager.zeros(new Shape(2, 3));
    RowPlaces places = RowPlaces.numbered(0, 2);
    assertThatThrownBy(() -> collector.accept(two, manager.zeros(new Shape(2, 5)), places))
        .hasMessage("activations: expected at least 6 units, got 5");
    assertThatThrownBy(() -> collector.accept(two, manager.zeros(new Shape(3, 6)), places))
        .hasMessage(
            "batch: expected as many inputs and places as rows of activations, 3, got 2 and 2");
    NDArray broken = manager.create(new float[] {0, 0, 0, 0, Float.NaN, 0}, new Shape(1, 6));
    assertThatThrownBy(() -> collector.accept(two.get("0:1"), broken, RowPlaces.numbered(0, 1)))
        .hasMessage("activations: expected finite numbers, got NaN for unit 4 in row 0");
  }

  @Test
  void theBoundOfMemory() {
    assertThat(ExampleOptions.published().inputBytes(4096, 512)).isEqualTo(838_860_800);
  }

  private static int[] order() {
    return IntStream.range(0, ROWS).toArray();
  }

  private List<UnitExamples> collected(ExampleOptions options, int[] order, int batch) {
    ExampleCollector collector = ExampleCollector.create(UNITS, options);
    feed(collector, order, batch);
    return collector.value();
  }

  private void feed(ExampleCollector collector, int[] order, int batch) {
    for (int begin = 0; begin < order.length; begin += batch) {
      int[] rows = Arrays.copyOfRange(order, begin, Math.min(order.length, begin + batch));
      float[] flat = new float[rows.length * WIDTH];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(activations[rows[i]], 0, flat, i * WIDTH, WIDTH);
      }
      RowPlaces places =
          RowPlaces.of(
              Arrays.stream(rows).mapToLong(row -> documents[row]).toArray(),
              Arrays.stream(rows).map(row -> positions[row]).toArray());
      collector.accept(inputs(rows), manager.create(flat, new Shape(rows.length, WIDTH)), places);
    }
  }

  private NDArray inputs(int[] rows) {
    float[] flat = new float[rows.length * 2];
    for (int i = 0; i < rows.length; i++) {
      flat[2 * i] = rows[i];
      flat[2 * i + 1] = -rows[i];
    }
    return manager.create(flat, new Shape(rows.length, 2));
  }

  private double maximum(int unit) {
    return Arrays.stream(activations).mapToDouble(row -> row[unit]).max().orElseThrow();
  }

  private List<Example> slow(int unit, ExampleOptions options, double maximum) {
    List<Example> all = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float activation = activations[row][unit];
      if (activation > 0 && activation > options.fraction() * maximum) {
        all.add(new Example(documents[row], positions[row], activation));
      }
    }
    all.sort(
        Comparator.<Example>comparingDouble(example -> -example.activation())
            .thenComparing(Example::document)
            .thenComparing(Example::position));
    if (options.onePerDocument()) {
      List<Long> seen = new ArrayList<>();
      all.removeIf(example -> seen.contains(example.document()) || !seen.add(example.document()));
    }
    return all.subList(0, Math.min(all.size(), options.perUnit()));
  }

  private static void assertSame(List<UnitExamples> found, List<UnitExamples> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).maximum()).isEqualTo(expected.get(i).maximum());
      assertThat(found.get(i).examples()).isEqualTo(expected.get(i).examples());
      for (int k = 0; k < found.get(i).examples().size(); k++) {
        assertThat(found.get(i).input(k)).containsExactly(expected.get(i).input(k));
      }
    }
  }
}
