package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/** The hand gradient against autograd and finite differences, in float64, for every form. */
class L1GradientTest {
  private static final KernelModule REFERENCE =
      KernelModule.load(L1GradientTest.class, "l1_reference.py");
  private static final int D_IN = 6;
  private static final int D_SAE = 11;
  private static final int BATCH = 7;

  record Form(L1Objective objective, StepRoute route, int tileRows) {}

  static Stream<Form> forms() {
    return Stream.of(ErrorReduction.values())
        .flatMap(
            reduction ->
                Stream.of(PenaltyWeight.values())
                    .flatMap(
                        weight ->
                            Stream.of(true, false)
                                .map(bias -> new L1Objective(reduction, weight, bias, 0.7))))
        .flatMap(
            objective ->
                Stream.of(StepRoute.DENSE, StepRoute.SPARSE, StepRoute.hybrid(List.of(2, 3, 10)))
                    .flatMap(
                        route -> Stream.of(3, 64).map(tile -> new Form(objective, route, tile))));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void agreesWithAutogradAndFiniteDifferences(Form form) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = parameters(manager);
      NDArray x = random(manager, "x", BATCH, D_IN);
      Workspace workspace = workspace(manager, form);
      BatchGradient got =
          form.objective()
              .gradient(manager, p, new GradientRequest(x, 0.5, form.route()), workspace);
      NDArray flags = flags(manager, form.objective());
      NDArray numbers = numbers(manager, form.objective(), 0.5);
      NDList autograd =
          REFERENCE.callDifferentiable(manager, "gradient", x, p.list(), flags, numbers);
      for (int k = 0; k < 4; k++) {
        double[] hand = got.gradient().list().get(k).toDoubleArray();
        double[] reference = autograd.get(k).toDoubleArray();
        double[] differences = differences(x, p, k, flags, numbers);
        for (int i = 0; i < hand.length; i++) {
          assertThat(hand[i]).as("%s[%d] autograd", k, i).isCloseTo(reference[i], within(1e-12));
          assertThat(hand[i]).as("%s[%d] fd", k, i).isCloseTo(differences[i], within(1e-7));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void statisticsAndRowLossesMakeUpTheLoss(Form form) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = parameters(manager);
      NDArray x = random(manager, "x", BATCH, D_IN);
      Workspace workspace = workspace(manager, form);
      BatchStatistics sums =
          form.objective()
              .gradient(manager, p, new GradientRequest(x, 1, form.route()), workspace)
              .statistics(BATCH);
      double loss =
          (form.objective().errorReduction().factor(D_IN) * sums.squaredError()
                  + form.objective().coefficient() * sums.penalty())
              / BATCH;
      NDArray flags = flags(manager, form.objective());
      NDArray numbers = numbers(manager, form.objective(), 1);
      double expected = loss(x, p, flags, numbers);
      assertThat(loss).isCloseTo(expected, within(1e-12));
      assertThat(sums.power()).isCloseTo(x.square().sum().getDouble(), within(1e-10));
    }
  }

  private static Workspace workspace(NDManager manager, Form form) {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, form.tileRows());
    return Workspace.of(manager, Precision.FP32, sizes, DataType.FLOAT64);
  }

  private static double[] differences(
      NDArray x, DictionaryParameters p, int which, NDArray flags, NDArray numbers) {
    NDArray array = p.list().get(which);
    double[] values = array.toDoubleArray();
    double[] result = new double[values.length];
    double step = 1e-6;
    for (int i = 0; i < values.length; i++) {
      double kept = values[i];
      values[i] = kept + step;
      array.set(java.nio.DoubleBuffer.wrap(values));
      double above = loss(x, p, flags, numbers);
      values[i] = kept - step;
      array.set(java.nio.DoubleBuffer.wrap(values));
      double below = loss(x, p, flags, numbers);
      values[i] = kept;
      array.set(java.nio.DoubleBuffer.wrap(values));
      result[i] = (above - below) / (2 * step);
    }
    return result;
  }

  private static double loss(NDArray x, DictionaryParameters p, NDArray flags, NDArray numbers) {
    try (NDManager scope = x.getManager().newSubManager()) {
      return REFERENCE.callForArray(scope, "loss_value", x, p.list(), flags, numbers)
          .toDoubleArray()[0];
    }
  }

  private static NDArray flags(NDManager manager, L1Objective objective) {
    return manager.create(
        new int[] {
          objective.preEncoderBias() ? 1 : 0,
          objective.penaltyWeight() == PenaltyWeight.DECODER_NORM ? 1 : 0
        });
  }

  private static NDArray numbers(NDManager manager, L1Objective objective, double factor) {
    return manager.create(
        new double[] {objective.errorReduction().factor(D_IN), objective.coefficient() * factor});
  }

  private static DictionaryParameters parameters(NDManager manager) {
    return new DictionaryParameters(
        random(manager, "wEnc", D_SAE, D_IN),
        random(manager, "bEnc", D_SAE),
        random(manager, "wDec", D_SAE, D_IN),
        random(manager, "bDec", D_IN));
  }

  private static NDArray random(NDManager manager, String name, long... shape) {
    Shape s = new Shape(shape);
    var random = Seed.of(3).named(name).random();
    double[] values = new double[Math.toIntExact(s.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return manager.create(values, s);
  }
}
