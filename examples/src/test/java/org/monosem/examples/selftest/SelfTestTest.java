package org.monosem.examples.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class SelfTestTest {
  private static final SelfTest ON_CPU = new SelfTest(Device.cpu(), Seed.of(6), 1);

  @Test
  void everyShippedKernelIsRunAndPasses() {
    List<Outcome> outcomes = ON_CPU.run();
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.passed()).isTrue());
    Map<String, Set<String>> called =
        outcomes.stream()
            .collect(
                Collectors.toMap(
                    outcome -> outcome.check().text(),
                    Outcome::called,
                    (a, b) -> {
                      Set<String> both = new TreeSet<>(a);
                      both.addAll(b);
                      return both;
                    }));
    Map<String, ShippedText> shipped = ShippedText.all();
    assertThat(shipped).hasSizeGreaterThan(12);
    shipped.forEach(
        (name, text) ->
            assertThat(reached(text, called.getOrDefault(name, Set.of())))
                .as("kernels of %s that the selftest runs", name)
                .containsAll(text.kernels()));
  }

  @Test
  void whatIsNotWrittenFails() {
    Outcome outcome = run((in, k) -> new NDList(in.reference() ? in.zeros(3) : in.poisoned(3)));
    assertThat(outcome.difference()).isInfinite();
    assertThat(outcome.passed()).isFalse();
    assertThat(run((in, k) -> new NDList(in.poisoned(3))).passed()).isFalse();
  }

  @Test
  void aDifferenceIsAShareOfTheLargestValue() {
    Outcome outcome =
        run(
            (in, k) -> {
              double wrong = in.reference() ? 0 : 0.5;
              return new NDList(in.reals(new double[] {1, -200 + wrong}, 2));
            });
    assertThat(outcome.difference()).isEqualTo(0.0025);
    assertThat(outcome.passed()).isFalse();
    assertThat(run((in, k) -> new NDList(in.normal(5))).difference()).isZero();
  }

  @Test
  void anotherShapeFailsAndAFailureIsTold() {
    assertThat(run((in, k) -> new NDList(in.zeros(in.reference() ? 3 : 4))).passed()).isFalse();
    assertThat(run((in, k) -> in.reference() ? new NDList() : new NDList(in.zeros(1))).passed())
        .isFalse();
    Outcome outcome =
        run((in, k) -> new NDList(k.array("decode_dense", in.normal(2), 1, 2, in.normal(2))));
    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.problem()).isNotBlank();
    assertThat(outcome.toMap()).containsEntry("passed", false).containsKeys("kernel", "problem");
  }

  @Test
  void roundsAreCountedByTheirWorst() {
    Outcome one = run((in, k) -> new NDList(in.normal(5)));
    Outcome failed = run((in, k) -> new NDList(in.poisoned(5)));
    assertThat(one.and(failed).passed()).isFalse();
    assertThat(failed.and(one).passed()).isFalse();
    assertThat(one.and(one).passed()).isTrue();
  }

  @Test
  void bothSidesGetTheSameNumbersAndEverySeedOthers() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray device = new Inputs(manager, false, Seed.of(1)).normal(4);
      NDArray exact = new Inputs(manager, true, Seed.of(1)).normal(4);
      NDArray other = new Inputs(manager, true, Seed.of(2)).normal(4);
      for (int i = 0; i < 4; i++) {
        assertThat((double) device.toFloatArray()[i]).isEqualTo(exact.toDoubleArray()[i]);
      }
      assertThat(other.toDoubleArray()).isNotEqualTo(exact.toDoubleArray());
      assertThat(device.getShape()).isEqualTo(new Shape(4));
    }
  }

  private static Outcome run(KernelCheck.Program program) {
    return ON_CPU.run(new KernelCheck("core/dictionary.py", "made up", 1e-5, program), 0);
  }

  /** Returns the kernels of a text that the called ones lead to. */
  private static Set<String> reached(ShippedText text, Set<String> called) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(called);
    while (!open.isEmpty()) {
      String kernel = open.remove();
      if (reached.add(kernel)) {
        open.addAll(text.callsOf(kernel));
      }
    }
    return reached;
  }
}
