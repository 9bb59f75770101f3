package org.monosem.sae.toymodel.collision;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.ChunkedSteps;
import org.monosem.sae.toymodel.ResumableTraining;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * Finds which noise on hidden units makes rows of {@code W} sparse; the package's description says.
 * All networks of a setting are trained together. The noise is the device's: a GPU draws another
 * one than the processor. For one thread at a time.
 */
public final class NoiseTrainer implements ResumableTraining {
  private static final KernelModule KERNELS = KernelModule.load(NoiseTrainer.class, "collision.py");

  private static final int MOMENTS = 50;
  private static final String WEIGHTS = "weights";
  private static final String STEPS = "moments.steps";
  private static final String FOURTH = "moments.fourth_power";

  private final NoiseSetting setting;
  private final Seed seed;
  private final NDManager manager;
  private final NDArray weights;
  private final NDArray sigma;
  private final List<Long> steps = new ArrayList<>();
  private final List<double[]> moments = new ArrayList<>();
  private long done;

  /**
   * Prepares networks at their start.
   *
   * @param device where they are trained
   * @param setting which networks
   * @param seed decides their start, the same for both kinds of noise, and the noise
   */
  public NoiseTrainer(Device device, NoiseSetting setting, Seed seed) {
    this.setting = setting;
    this.seed = seed;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.weights = start();
    this.sigma = sigma();
    look();
  }

  /**
   * Trains to the end, from where the networks are.
   *
   * @param listener told every 100 steps or oftener; an exception of it ends the training, which
   *     may be gone on with
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if the end was reached before
   */
  public void train(StepListener listener) {
    if (done == setting.steps()) {
      throw new IllegalStateException("these networks were trained before");
    }
    new ChunkedSteps(setting.steps(), (int) Math.min(100, every())).run(done, this::take, listener);
  }

  private long every() {
    return Math.max(1, setting.steps() / MOMENTS);
  }

  private void take(long chunk, int count) {
    long noise = seed.named("noise").at(chunk).value();
    KERNELS.run("descend", weights, sigma, noise, count, setting.learningRate());
    done += count;
    if (done == setting.steps() || done >= steps.get(steps.size() - 1) + every()) {
      look();
    }
  }

  private void look() {
    steps.add(done);
    moments.add(fourth());
  }

  @Override
  public long step() {
    return done;
  }

  @Override
  public long steps() {
    return setting.steps();
  }

  @Override
  public void save(Path folder) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      state.put(WEIGHTS, weights);
      double[] at = steps.stream().mapToDouble(Long::doubleValue).toArray();
      state.put(STEPS, scope.create(at));
      double[] values = moments.stream().flatMapToDouble(Arrays::stream).toArray();
      state.put(FOURTH, scope.create(values, new Shape(at.length, kinds())));
      ToyCheckpoint.write(folder, settings(), done, state);
    }
  }

  @Override
  public void restore(Path folder) {
    try (ToyCheckpoint saved = ToyCheckpoint.open(folder, settings())) {
      saved.copyTo(Map.of(WEIGHTS, weights));
      done = saved.step();
      steps.clear();
      moments.clear();
      double[] at = saved.doubles(STEPS);
      double[] values = saved.doubles(FOURTH);
      for (int i = 0; i < at.length; i++) {
        steps.add((long) at[i]);
        moments.add(Arrays.copyOfRange(values, i * kinds(), (i + 1) * kinds()));
      }
    }
  }

  private RunSettings settings() {
    return RunSettings.of("noise").with("setting", setting).with("seed", seed.value());
  }

  /** Each deviation as noise of two values, and each as normal noise. */
  private int kinds() {
    return 2 * setting.deviations().size();
  }

  /**
   * Returns what was measured so far: the networks under {@code +-sigma} first, by deviation, then
   * those under normal noise.
   */
  public List<NoiseCurve> curves() {
    List<NoiseCurve> curves = new ArrayList<>();
    int deviations = setting.deviations().size();
    for (int k = 0; k < kinds(); k++) {
      List<NoiseCurve.Moment> own = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        own.add(new NoiseCurve.Moment(steps.get(i), moments.get(i)[k]));
      }
      curves.add(new NoiseCurve(k < deviations, setting.deviations().get(k % deviations), own));
    }
    return curves;
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Both kinds of noise begin at the same weights. */
  private NDArray start() {
    int half = setting.deviations().size() * setting.starts();
    Shape shape = new Shape(half, setting.features(), setting.units());
    double deviation = Math.sqrt(1.0 / setting.units());
    try (NDArray once = NormalStart.of(manager, shape, deviation, seed.named("start"))) {
      return once.concat(once, 0);
    }
  }

  private NDArray sigma() {
    float[] values = new float[setting.deviations().size() * setting.starts()];
    for (int i = 0; i < values.length; i++) {
      values[i] = setting.deviations().get(i / setting.starts()).floatValue();
    }
    try (NDArray aliasing = manager.create(values, new Shape(values.length, 1, 1))) {
      return aliasing.duplicate();
    }
  }

  /** Returns the mean over starts, one a kind and deviation. */
  private double[] fourth() {
    try (NDManager scope = manager.newSubManager()) {
      float[] own = KERNELS.callForArray(scope, "fourth", weights).toFloatArray();
      double[] means = new double[kinds()];
      for (int i = 0; i < own.length; i++) {
        means[i / setting.starts()] += own[i] / setting.starts();
      }
      return means;
    }
  }
}
