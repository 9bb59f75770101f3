package org.monosem.sae.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.PAnnealObjective;
import org.monosem.sae.training.Recipe;

/** Values and gradients against PyTorch's autograd, pair by pair, and against differences. */
class TermGoldenTest {
  private static final JsonObject GOLDEN = golden();
  private static final int WIDTH = 5;
  private static final int FEATURES = 9;
  private static final int BATCH = 11;
  private static final int ROWS = 8;
  private static final double WEIGHT = 0.7;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static JsonObject golden() {
    try (InputStream in =
        Objects.requireNonNull(TermGoldenTest.class.getResourceAsStream("terms.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new JsonObject("terms", StrictJson.parseObject(text, "terms"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Stream<JsonObject> cases() {
    return ((List<Map<String, Object>>) Objects.requireNonNull(GOLDEN.values().get("cases")))
        .stream()
            .map(
                values ->
                    new JsonObject(values.get("objective") + " " + values.get("term"), values));
  }

  private static Objective objective(String name) {
    return switch (name) {
      case "l1" -> Recipe.towardsMonosemanticity2023().objective();
      case "topk" -> Recipe.topK2024(WIDTH, FEATURES, 3).objective();
      case "batch_topk" -> Recipe.batchTopK2024(WIDTH, FEATURES, 3).objective();
      case "jumprelu" -> Recipe.jumpRelu2024(3).objective();
      default -> Recipe.gated2024().objective();
    };
  }

  private static RegularisationTerm term(String name) {
    return switch (name) {
      case "embedding" -> new EmbeddingTerm(WEIGHT, ROWS, EmbeddingTerm.Average.FEATURES);
      case "embedding_pairs" -> new EmbeddingTerm(WEIGHT, ROWS, EmbeddingTerm.Average.PAIRS);
      case "decorrelation" -> new DecorrelationTerm(WEIGHT, ROWS, true);
      default -> new DecorrelationTerm(WEIGHT, ROWS, false);
    };
  }

  private NDArray array(List<Double> values, Shape shape) {
    return manager.create(values.stream().mapToDouble(Double::doubleValue).toArray(), shape);
  }

  private DictionaryParameters parameters(Objective objective, JsonObject values) {
    Shape vector = new Shape(FEATURES);
    Map<String, NDArray> extra = new LinkedHashMap<>();
    for (String name :
        objective.extraShapes(new DictionaryWidths(WIDTH, FEATURES, WIDTH)).keySet()) {
      extra.put(name, array(values.numbers(name), vector));
    }
    return new DictionaryParameters(
        array(values.numbers("wEnc"), new Shape(FEATURES, WIDTH)),
        array(values.numbers("bEnc"), vector),
        manager.zeros(new Shape(FEATURES, WIDTH), DataType.FLOAT64),
        array(values.numbers("bDec"), new Shape(WIDTH)),
        extra);
  }

  private static DictionaryParameters zeros(DictionaryParameters like) {
    Map<String, NDArray> extra = new LinkedHashMap<>();
    like.extra().forEach((name, a) -> extra.put(name, a.zerosLike()));
    return new DictionaryParameters(
        like.wEnc().zerosLike(),
        like.bEnc().zerosLike(),
        like.wDec().zerosLike(),
        like.bDec().zerosLike(),
        extra);
  }

  private TermBatch batch(Objective objective) {
    NDArray rows = array(GOLDEN.numbers("rows"), new Shape(BATCH, WIDTH));
    return new TermBatch(objective, parameters(objective, GOLDEN.object("start")), rows, 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndGradientsAreAutograds(JsonObject golden) {
    TermBatch batch = batch(objective(golden.text("objective")));
    DictionaryParameters gradient = zeros(batch.parameters());
    NDArray value = term(golden.text("term")).addGradient(manager, batch, gradient);
    assertThat(value.getDouble())
        .isCloseTo(golden.number("value"), within(1e-12 * golden.number("value")));
    JsonObject expected = golden.object("gradient");
    for (int i = 0; i < gradient.list().size(); i++) {
      String name = gradient.names().get(i);
      double[] found = gradient.list().get(i).toDoubleArray();
      if (name.equals("wDec")) {
        assertThat(found).containsOnly(0);
        continue;
      }
      List<Double> numbers = expected.numbers(name);
      for (int k = 0; k < found.length; k++) {
        double number = numbers.get(k);
        assertThat(found[k])
            .as("%s[%d]", name, k)
            .isCloseTo(number, within(1e-11 * Math.max(1, Math.abs(number))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreSlopes(JsonObject golden) {
    TermBatch batch = batch(objective(golden.text("objective")));
    RegularisationTerm term = term(golden.text("term"));
    DictionaryParameters gradient = zeros(batch.parameters());
    term.addGradient(manager, batch, gradient);
    double step = 1e-6;
    for (int i = 0; i < gradient.list().size(); i++) {
      if (gradient.names().get(i).equals("threshold")) {
        continue; // the activity pattern counts as constant
      }
      NDArray flat = batch.parameters().list().get(i).flatten();
      double[] slopes = gradient.list().get(i).toDoubleArray();
      for (int k = 0; k < slopes.length; k += 4) {
        NDArray one = flat.get(k + ":" + (k + 1));
        one.addi(step);
        double above = value(term, batch);
        one.subi(2 * step);
        double below = value(term, batch);
        one.addi(step);
        double slope = (above - below) / (2 * step);
        assertThat(slopes[k])
            .as("%s[%d]", gradient.names().get(i), k)
            .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
      }
    }
  }

  private double value(RegularisationTerm term, TermBatch batch) {
    return term.addGradient(manager, batch, zeros(batch.parameters())).getDouble();
  }

  @Test
  void aSumAddsValuesAndGradientsToWhatIsThere() {
    TermBatch batch = batch(objective("l1"));
    RegularisationTerm first = term("embedding");
    RegularisationTerm second = term("decorrelation");
    DictionaryParameters together = zeros(batch.parameters());
    double[] both =
        new TermSum(first, second).addGradient(manager, batch, together).toDoubleArray();
    DictionaryParameters apart = zeros(batch.parameters());
    double one = first.addGradient(manager, batch, apart).getDouble();
    double two = second.addGradient(manager, batch, apart).getDouble();
    assertThat(both).containsExactly(one, two);
    assertThat(together.wEnc()).isEqualTo(apart.wEnc());
    assertThat(new NoTerm().addGradient(manager, batch, together).toDoubleArray()).isEmpty();
    assertThat(together.wEnc()).isEqualTo(apart.wEnc());
  }

  @Test
  void rowsOnWhichNothingIsActiveChangeNothing() {
    Objective objective = objective("l1");
    TermBatch batch = batch(objective);
    batch.parameters().bEnc().subi(100);
    for (String name : List.of("embedding", "embedding_pairs", "decorrelation")) {
      DictionaryParameters gradient = zeros(batch.parameters());
      double value = term(name).addGradient(manager, batch, gradient).getDouble();
      assertThat(value).isEqualTo(name.equals("decorrelation") ? WEIGHT * ROWS : 0);
      assertThat(gradient.wEnc().toDoubleArray()).containsOnly(0);
      assertThat(gradient.bDec().toDoubleArray()).containsOnly(0);
    }
  }

  @Test
  void matryoshkaAndPAnnealAreActiveAsTheirKindsAre() {
    PAnnealObjective annealed = (PAnnealObjective) Recipe.pAnneal2024().objective();
    assertThat(batch(annealed).kind()).isZero();
    TermBatch nested = batch(Recipe.matryoshka2025(WIDTH, FEATURES, 3).objective());
    assertThat(nested.kind()).isEqualTo(2);
    assertThat(nested.activeFeatures()).isEqualTo(3);
  }

  @Test
  void nothingIsLeftBehindButTheValue() {
    TermBatch batch = batch(objective("l1"));
    DictionaryParameters gradient = zeros(batch.parameters());
    int before = manager.getManagedArrays().size();
    new TermSum(term("embedding"), term("decorrelation")).addGradient(manager, batch, gradient);
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
  }

  @Test
  void everyValueHasANameOfItsOwn() {
    RegularisationTerm two = new TermSum(EmbeddingTerm.of(1), DecorrelationTerm.of(1));
    assertThat(new NoTerm().names()).isEmpty();
    assertThat(two.names()).containsExactly("embedding", "decorrelation");
    assertThat(new TermSum(two, two).names())
        .containsExactly("embedding", "decorrelation", "embedding_2", "decorrelation_2");
  }

  /** Against the arrays counted by hand, for many rows and for many inputs. */
  @Test
  void memoryGrowsWithTheRowsThatATermLooksAt() {
    DictionaryWidths narrow = new DictionaryWidths(16, 1000, 16);
    DictionaryWidths wide = new DictionaryWidths(512, 1000, 512);
    assertThat(EmbeddingTerm.of(1).bytes(narrow, 4096)).isEqualTo(4 * (6 * 256_000 + 2 * 256 * 16));
    assertThat(EmbeddingTerm.of(1).bytes(wide, 64))
        .isEqualTo(4 * (2 * 64_000 + 6 * 512_000 + 2 * 64 * 512));
    assertThat(DecorrelationTerm.of(1).bytes(narrow, 4096))
        .isEqualTo(4 * (6 * 256_000 + 16_000 + 256 * 16 + 256 * 256));
    assertThat(DecorrelationTerm.of(1).bytes(wide, 64))
        .isEqualTo(4 * (6 * 64_000 + 512_000 + 64 * 512 + 64 * 64));
    RegularisationTerm both = new TermSum(EmbeddingTerm.of(1), DecorrelationTerm.of(1));
    assertThat(both.bytes(narrow, 4096)).isEqualTo(DecorrelationTerm.of(1).bytes(narrow, 4096));
    assertThat(new NoTerm().bytes(wide, 64)).isZero();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> EmbeddingTerm.of(0))
        .hasMessage("embedding term: weight: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new DecorrelationTerm(1, 1, true))
        .hasMessage("decorrelation term: rows: expected at least 2, got 1");
    TermBatch batch = batch(objective("l1"));
    assertThatThrownBy(
            () ->
                new TermBatch(
                    batch.objective(), batch.parameters(), manager.zeros(new Shape(3, 4)), 0))
        .hasMessage("activations: expected [batch, dIn=5], got (3, 4)");
  }
}
