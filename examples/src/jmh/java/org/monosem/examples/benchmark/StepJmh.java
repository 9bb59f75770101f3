package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.monosem.core.encoder.Precision;
import org.monosem.core.random.Seed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The training step, the dense baseline and each stage alone: time of one on a resident batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StepJmh {
  @Param("4096")
  public int features;

  @Param("4096")
  public int batch;

  @Param("512")
  public int dIn;

  @Param("50")
  public double l0;

  @Param({"FP32", "FP32_VIA_BF16"})
  public Precision precision;

  private NDManager manager;
  private TrainerStep step;
  private Contender dense;
  private Map<String, Contender> stages;

  /** Makes the data and every contender. */
  @Setup(Level.Trial)
  public void prepare() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    StepShape shape = new StepShape(features, dIn, batch, l0);
    StepProblem problem = StepProblem.make(manager, shape, Seed.of(0));
    step = TrainerStep.chosen(problem, precision);
    dense = new EagerDenseStep(problem);
    stages = StepStages.of(problem, precision);
  }

  /** Frees what was made. */
  @TearDown(Level.Trial)
  public void close() {
    step.close();
    manager.close();
  }

  /** Our step, as a trainer takes it. */
  @Benchmark
  public void ourStep() {
    step.run(1);
  }

  /** The dense step that a PyTorch program takes. */
  @Benchmark
  public void denseStep() {
    dense.run(1);
  }

  /** The encoder's dense product. */
  @Benchmark
  public void encoderProduct() {
    run(StepStages.PRODUCT);
  }

  /** That product, and finding what is active. */
  @Benchmark
  public void encoder() {
    run(StepStages.ENCODER);
  }

  /** Reconstruction, error and the active entries' gradients. */
  @Benchmark
  public void decode() {
    run(StepStages.DECODE);
  }

  /** Sorting by feature, and the gradients of all weights. */
  @Benchmark
  public void weightGradients() {
    run(StepStages.GRADIENTS);
  }

  /** Decoder constraint and Adam. */
  @Benchmark
  public void optimiser() {
    run(StepStages.OPTIMISER);
  }

  private void run(String stage) {
    Objects.requireNonNull(stages.get(stage), stage).run(1);
  }
}
