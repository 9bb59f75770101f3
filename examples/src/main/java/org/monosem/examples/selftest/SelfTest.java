package org.monosem.examples.selftest;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.examples.selftest.Outcome.KernelCheckName;

/**
 * Every kernel on a device in float32 against the same kernel (or the exact one that it stands for)
 * on the CPU in float64: fresh random arguments in every round, outputs full of NaN beforehand, so
 * that a kernel which writes nothing, or not everything, is found out.
 */
public final class SelfTest {
  /** Set to 1, it makes libraries on a GPU round the factors of float32 products to TF32. */
  private static final String TF32_SWITCH = "NVIDIA_TF32_OVERRIDE";

  /** TF32 keeps 10 bits of a factor; sums of products lose somewhat more. */
  private static final double TF32_TOLERANCE = 1e-2;

  private final Device device;
  private final Seed seed;
  private final int rounds;
  private final Map<String, KernelModule> compiled = new HashMap<>();

  /** Prepares a test; rounds, at least one, differ in their random numbers. */
  public SelfTest(Device device, Seed seed, int rounds) {
    this.device = device;
    this.seed = seed;
    this.rounds = rounds;
  }

  /** Runs every check, also after failures. */
  public List<Outcome> run() {
    List<Outcome> outcomes = new ArrayList<>();
    for (KernelCheck check : checks()) {
      Outcome outcome = run(check, 0);
      for (int round = 1; round < rounds; round++) {
        outcome = outcome.and(run(check, round));
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  static List<KernelCheck> checks() {
    return Stream.of(
            CoreChecks.all(),
            EmbeddingChecks.all(),
            PolysemanticityChecks.all(),
            EncoderChecks.all(),
            TopKChecks.all(),
            ObjectiveChecks.all(),
            EntriesChecks.all(),
            VariantChecks.all(),
            TermChecks.all(),
            TrainingChecks.all(),
            TransformerChecks.all(),
            GradientChecks.all(),
            CacheChecks.all(),
            ToyChecks.all(),
            EngineeredChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Runs one check once. */
  Outcome run(KernelCheck check, int round) {
    double tolerance = check.tolerance();
    if (device.isGpu() && "1".equals(System.getenv(TF32_SWITCH))) {
      tolerance = Math.max(tolerance, TF32_TOLERANCE);
    }
    KernelCheckName name = new KernelCheckName(check.text(), check.name(), tolerance);
    Seed numbers = seed.named(check.text()).named(check.name()).at(round);
    try (NDManager there = NDManager.newBaseManager(device, "PyTorch");
        NDManager here = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      KernelModule module = compiled.computeIfAbsent(check.text(), Kernels::compile);
      Kernels kernels = new Kernels(module, there);
      NDList results = check.program().run(new Inputs(there, false, numbers), kernels);
      NDList reference =
          check.program().run(new Inputs(here, true, numbers), new Kernels(module, here));
      return new Outcome(name, kernels.called(), Difference.of(results, reference), "");
    } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
      return new Outcome(name, Set.of(), Double.POSITIVE_INFINITY, lastLine(e));
    }
  }

  /** libtorch says what went wrong behind the traceback of the kernel. */
  private static String lastLine(RuntimeException failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .reduce("", (before, line) -> line)
        .strip();
  }
}
