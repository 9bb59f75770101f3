package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.RowScaling;

/** The optimiser kernel against PyTorch's Adam (adam_golden.json, made by make_adam_golden.py). */
class AdamStepTest {
  private static final int D_SAE = 3;
  private static final int D_IN = 4;

  @ParameterizedTest
  @CsvSource({"free,FREE,1", "unit,UNIT_NORM,0"})
  void fiveStepsEqualPyTorchs(String name, DecoderConstraint constraint, double clip)
      throws Exception {
    Map<String, Object> golden = golden(name);
    Recipe recipe = recipe(constraint, clip);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      TrainingState state = state(manager, arrays(manager, list(golden.get("start"))));
      List<Object> gradients = list(golden.get("gradients"));
      for (int step = 0; step < gradients.size(); step++) {
        DictionaryParameters gradient = arrays(manager, list(gradients.get(step)));
        double norm = apply(state, gradient, recipe, 1e-2)[0];
        assertThat(norm).isCloseTo(number(list(golden.get("norms")).get(step)), within(1e-5));
      }
      List<Object> end = list(golden.get("end"));
      for (int k = 0; k < 4; k++) {
        float[] got = state.parameters().list().get(k).toFloatArray();
        float[] expected = floats(end.get(k));
        float[] start = floats(list(golden.get("start")).get(k));
        for (int i = 0; i < got.length; i++) {
          assertThat(got[i]).as("%d[%d]", k, i).isCloseTo(expected[i], within(2e-6f));
          assertThat(got[i]).as("moves: %d[%d]", k, i).isNotEqualTo(start[i]);
        }
      }
    }
  }

  @Test
  void unitNormHoldsAndTheGradientLosesItsParallelPart() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = random(manager, 1);
      p.wDec().divi(p.wDec().norm(new int[] {1}, true));
      NDArray before = p.wDec().duplicate();
      TrainingState state = state(manager, p);
      DictionaryParameters gradient = random(manager, 2);
      apply(state, gradient, recipe(DecoderConstraint.UNIT_NORM, 0), 0.1);
      float[] along = gradient.wDec().mul(before).sum(new int[] {1}).toFloatArray();
      float[] length = gradient.wDec().norm(new int[] {1}, false).toFloatArray();
      float[] norms = p.wDec().norm(new int[] {1}, false).toFloatArray();
      for (int i = 0; i < norms.length; i++) {
        assertThat(norms[i]).isCloseTo(1, within(1e-5f));
        assertThat(Math.abs(along[i])).isLessThan(1e-6f * length[i]);
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteChangesNoParameter() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = random(manager, 1);
      float[] before = p.wEnc().toFloatArray();
      TrainingState state = state(manager, p);
      DictionaryParameters gradient = random(manager, 2);
      gradient.bDec().set(new float[] {0, Float.NaN, 0, 0, 0, 0, 0, 0});
      double norm = apply(state, gradient, recipe(DecoderConstraint.FREE, 1), 0.1)[0];
      assertThat(norm).isNaN();
      assertThat(p.wEnc().toFloatArray()).isEqualTo(before);
      assertThat(state.firstMoments().wEnc().abs().sum().getFloat()).isZero();
    }
  }

  @Test
  void aGradientThatMissedPairsHaltsTheStateUntilItIsToldToGoOn() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = random(manager, 1);
      p.wDec().divi(p.wDec().norm(new int[] {1}, true));
      TrainingState state = state(manager, p);
      Recipe recipe = recipe(DecoderConstraint.UNIT_NORM, 0);
      List<float[]> before = p.list().stream().map(NDArray::toFloatArray).toList();
      assertThat(apply(state, random(manager, 2), recipe, 0.1, 5)[1]).isZero();
      assertThat(apply(state, random(manager, 3), recipe, 0.1, 0)[1]).isZero();
      assertThat(p.list().stream().map(NDArray::toFloatArray).toList())
          .usingRecursiveComparison()
          .isEqualTo(before);
      assertThat(state.adamSteps().get(0).getFloat()).isZero();
      state.resume();
      assertThat(apply(state, random(manager, 3), recipe, 0.1, 0)[1]).isOne();
      assertThat(state.adamSteps().get(0).getFloat()).isOne();
      assertThat(p.wDec().toFloatArray()).isNotEqualTo(before.get(2));
    }
  }

  private static double[] apply(
      TrainingState state, DictionaryParameters gradient, Recipe recipe, double learningRate) {
    return apply(state, gradient, recipe, learningRate, 0);
  }

  /** Returns the norm, and whether the step was taken. */
  private static double[] apply(
      TrainingState state,
      DictionaryParameters gradient,
      Recipe recipe,
      double learningRate,
      long missed) {
    NDManager manager = gradient.wEnc().getManager();
    NDArray none = manager.zeros(new Shape());
    NDArray count = manager.full(new Shape(), (float) missed, DataType.INT64);
    BatchGradient batch =
        new BatchGradient(gradient, none, none, none, count, List.of(), null, null);
    return AdamStep.apply(manager, state, batch, recipe, learningRate).toDoubleArray();
  }

  private static Recipe recipe(DecoderConstraint constraint, double clip) {
    Recipe base =
        constraint == DecoderConstraint.FREE
            ? Recipe.aprilUpdate2024()
            : Recipe.towardsMonosemanticity2023();
    return base.withClipNorm(clip);
  }

  private static DictionaryParameters random(NDManager manager, int seed) {
    DictionaryParameters p = DictionaryParameters.zeros(manager, 16, 8, DataType.FLOAT32);
    Initialisation start =
        new Initialisation(
            Initialisation.Encoder.KAIMING_UNIFORM, 0.7, Initialisation.DecoderBias.ZERO);
    DictionaryStart.fill(p, start, org.monosem.core.random.Seed.of(seed));
    return p;
  }

  private static TrainingState state(NDManager manager, DictionaryParameters p) {
    TrainedArrays arrays =
        new TrainedArrays(
            p,
            DictionaryParameters.zeros(manager, p.dSae(), p.dIn(), DataType.FLOAT32),
            DictionaryParameters.zeros(manager, p.dSae(), p.dIn(), DataType.FLOAT32));
    TrainingState.Watched watched =
        TrainingState.Watched.start(manager, p.dSae(), Recipe.aprilUpdate2024().objective());
    return new TrainingState(
        arrays, watched, RowScaling.of(1), TrainingState.Position.start(ComputePlan.of(1, 1)));
  }

  private static DictionaryParameters arrays(NDManager manager, List<Object> values) {
    Shape matrix = new Shape(D_SAE, D_IN);
    return new DictionaryParameters(
        manager.create(floats(values.get(0)), matrix),
        manager.create(floats(values.get(1))),
        manager.create(floats(values.get(2)), matrix),
        manager.create(floats(values.get(3))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> golden(String name) throws Exception {
    try (var in = AdamStepTest.class.getResourceAsStream("adam_golden.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (Map<String, Object>) StrictJson.parseObject(text, "adam_golden.json").get(name);
    }
  }

  private static List<Object> list(Object value) {
    return new ArrayList<>((List<?>) value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static float[] floats(Object value) {
    List<Object> numbers = list(value);
    float[] result = new float[numbers.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) number(numbers.get(i));
    }
    return result;
  }
}
