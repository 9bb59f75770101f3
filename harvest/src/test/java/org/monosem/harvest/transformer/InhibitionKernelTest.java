package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.polysemanticity.scale.PhiSelection;
import org.monosem.core.polysemanticity.scale.UnitMoments;
import org.monosem.core.random.Seed;

/** The inhibition of one layer by itself, with autograd, against the scale's own Java. */
class InhibitionKernelTest {
  /** What the module gives, and what a loss sum(weights * z') sends back to z. */
  private static final String PROBE =
      """

      def probe(z: Tensor, rule: Tensor, state: List[Tensor], weights: Tensor) -> List[Tensor]:
        torch.set_grad_enabled(True)
        leaf = torch.requires_grad_(torch.detach(z), True)
        losses = annotate(List[Tensor], [])
        out = self.inhibit(leaf, rule, state, losses, 1.)
        total = torch.sum(out * weights)
        for i in range(torch.len(losses)):
          total = total + losses[i]
        slopes = torch.grad([total], [leaf])
        torch.set_grad_enabled(False)
        return [torch.detach(out), unchecked_cast(Tensor, slopes[0]), torch.detach(total)]
      """;

  private static final int UNITS = 6;
  private static final int INPUTS = 9;

  private final NDManager manager = NDManager.newBaseManager();
  private final KernelModule kernels = KernelModule.compile("probe", text() + PROBE);

  @AfterEach
  void close() {
    manager.close();
  }

  private static String text() {
    try (var in = Gpt2Gradients.class.getResourceAsStream("regularise.py")) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double[][] random(int rows, long seed) {
    var random = Seed.of(seed).random();
    double[][] all = new double[rows][UNITS];
    for (double[] row : all) {
      Arrays.setAll(row, u -> u == 3 ? 2 : u + random.nextGaussian()); // unit 3 never varies
    }
    return all;
  }

  private static UnitMoments past() {
    UnitMoments moments = UnitMoments.none(UNITS);
    Arrays.stream(random(50, 1)).forEach(moments::add);
    return moments;
  }

  private NDArray array(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return manager.create(flat, new Shape(rows.length, UNITS));
  }

  private NDList state(UnitMoments moments, double threshold) {
    return new NDList(
        manager.create(new double[] {moments.count()}, new Shape()),
        manager.create(moments.means()),
        manager.create(moments.squares()),
        manager.create(new double[] {threshold}, new Shape()));
  }

  private NDList run(int effect, int chosen, NDList state) {
    double[] rule = {0, effect, chosen, 0.25, 4, 0.3, 10, 0, 0, 0, 0, 0};
    double[] weights = Seed.of(5).random().doubles(INPUTS * UNITS, 0.5, 2).toArray();
    return kernels.callDifferentiable(
        manager,
        "probe",
        array(random(INPUTS, 2)),
        manager.create(rule),
        state,
        manager.create(weights, new Shape(INPUTS, UNITS)));
  }

  private static boolean[][] expected(PhiSelection selection) {
    boolean[][] chosen = new boolean[INPUTS][UNITS];
    double[] phi = new double[UNITS];
    UnitMoments moments = past();
    double[][] z = random(INPUTS, 2);
    for (int i = 0; i < INPUTS; i++) {
      moments.score(z[i], phi);
      for (int u : selection.of(phi)) {
        chosen[i][u] = true;
      }
    }
    return chosen;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void reverseDeactivationGivesTheMeanForwardAndMinusOneBackward(int count) {
    NDList found = run(0, count, state(past(), 0));
    check(found, expected(new PhiSelection.Highest(count)), -1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void theHighestOfWideRowsAreThoseOfTheSortedRow(int count) {
    double[] phi = Seed.of(7).random().doubles(5 * 64, 0, 9).toArray();
    NDList found = kernels.call(manager, "highest", manager.create(phi, new Shape(5, 64)), count);
    for (int row = 0; row < 5; row++) {
      double[] sorted = Arrays.copyOfRange(phi, row * 64, row * 64 + 64);
      Arrays.sort(sorted);
      double[] best = found.get(0).get(row).toDoubleArray();
      int begin = row * 64;
      long[] at = found.get(1).get(row).toLongArray();
      assertThat(Arrays.stream(at).mapToDouble(c -> phi[begin + (int) c]))
          .containsExactly(box(best));
      Arrays.sort(best);
      assertThat(best).containsExactly(Arrays.copyOfRange(sorted, 64 - count, 64));
    }
  }

  private static Double[] box(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  @Test
  void naiveDeactivationGivesTheMeanAndNoGradient() {
    check(run(1, 1, state(past(), 0)), expected(new PhiSelection.Highest(1)), 0);
  }

  @Test
  void aThresholdChoosesAndMovesByTheRate() {
    NDList state = state(past(), 0.8);
    boolean[][] chosen = expected(new PhiSelection.AtLeast(0.8));
    check(run(0, 0, state), chosen, -1);
    long count = 0;
    for (boolean[] row : chosen) {
      for (boolean one : row) {
        count += one ? 1 : 0;
      }
    }
    double rate = count / (double) (INPUTS * UNITS);
    assertThat(rate).isBetween(0.1, 0.9);
    assertThat(state.get(3).getDouble()).isCloseTo(0.8 + 4 * (rate - 0.25), within(1e-12));
  }

  private static void check(NDList found, boolean[][] chosen, double slope) {
    double[] out = found.get(0).toDoubleArray();
    double[] back = found.get(1).toDoubleArray();
    double[] weights = Seed.of(5).random().doubles(INPUTS * UNITS, 0.5, 2).toArray();
    double[][] z = random(INPUTS, 2);
    UnitMoments moments = past();
    for (int i = 0; i < INPUTS; i++) {
      for (int u = 0; u < UNITS; u++) {
        int at = i * UNITS + u;
        assertThat(out[at]).isEqualTo(chosen[i][u] ? moments.mean(u) : z[i][u]);
        assertThat(back[at]).isEqualTo(chosen[i][u] ? slope * weights[at] : weights[at]);
      }
    }
  }

  @Test
  void theLogLossIsAddedOverTheChosenAndLeavesThemAsTheyAre() {
    NDList found = run(2, 2, state(past(), 0));
    boolean[][] chosen = expected(new PhiSelection.Highest(2));
    double[][] z = random(INPUTS, 2);
    double[] weights = Seed.of(5).random().doubles(INPUTS * UNITS, 0.5, 2).toArray();
    UnitMoments moments = past();
    double total = 0;
    for (int i = 0; i < INPUTS; i++) {
      for (int u = 0; u < UNITS; u++) {
        int at = i * UNITS + u;
        double apart = z[i][u] - moments.mean(u);
        total += weights[at] * z[i][u] + (chosen[i][u] ? 0.3 * Math.log(apart * apart) : 0);
        assertThat(found.get(0).toDoubleArray()[at]).isEqualTo(z[i][u]);
        assertThat(found.get(1).toDoubleArray()[at])
            .isCloseTo(weights[at] + (chosen[i][u] ? 0.6 / apart : 0), within(1e-12));
      }
    }
    assertThat(found.get(2).getDouble()).isCloseTo(total, within(1e-10));
  }

  @Test
  void theSumsThenKnowTheInputsAsTheyWereBefore() {
    NDList state = state(past(), 0);
    run(0, 1, state);
    UnitMoments moments = past();
    Arrays.stream(random(INPUTS, 2)).forEach(moments::add);
    assertThat(state.get(0).getDouble()).isEqualTo(50.0 + INPUTS);
    assertThat(state.get(1).toDoubleArray()).containsExactly(moments.means(), within(1e-12));
    assertThat(state.get(2).toDoubleArray()).containsExactly(moments.squares(), within(1e-10));
  }

  @Test
  void nothingIsInhibitedBeforeTheWarmUpIsOver() {
    UnitMoments few = UnitMoments.none(UNITS);
    Arrays.stream(random(9, 1)).forEach(few::add); // the rule asks for 10
    NDList found = run(0, 1, state(few, 0));
    assertThat(found.get(0)).isEqualTo(array(random(INPUTS, 2)));
  }

  @Test
  void decorrelationIsTheSumOfSquaredDistancesFromTheIdentity() {
    double[][] z = random(8, 3);
    z[5] = new double[UNITS];
    for (boolean raw : new boolean[] {false, true}) {
      double found = kernels.callForArray(manager, "correlation", array(z), 4, raw).getDouble();
      assertThat(found).isCloseTo(slow(new double[][] {z[0], z[2], z[4], z[6]}, raw), within(1e-9));
    }
    assertThat(
            kernels
                .callForArray(
                    manager, "correlation", array(z).toType(DataType.FLOAT32, true), 9, false)
                .getFloat())
        .isCloseTo((float) slow(z, false), within(1e-4f));
  }

  private static double slow(double[][] z, boolean raw) {
    double sum = 0;
    for (int a = 0; a < z.length; a++) {
      for (int b = 0; b < z.length; b++) {
        double dot = dot(z[a], z[b]);
        double norms = raw ? 1 : Math.sqrt(dot(z[a], z[a]) * dot(z[b], z[b]));
        double cosine = norms == 0 ? 0 : dot / norms;
        sum += Math.pow(cosine - (a == b ? 1 : 0), 2);
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int u = 0; u < UNITS; u++) {
      sum += a[u] * b[u];
    }
    return sum;
  }
}
