package org.monosem.sae.toymodel.collision;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.ChunkedSteps;
import org.monosem.sae.toymodel.ResumableTraining;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * Trains the networks of a setting together and counts their polysemantic units; the package's
 * description has the model. For one thread at a time.
 */
public final class CollisionTrainer implements ResumableTraining {
  /** The size from which on an entry of {@code W} counts as on. */
  public static final double ON_FROM = 0.8;

  /** The size up to which an entry of {@code W} counts as on. */
  public static final double ON_UP_TO = 1.2;

  private static final KernelModule KERNELS =
      KernelModule.load(CollisionTrainer.class, "collision.py");

  private final CollisionSetting setting;
  private final Seed seed;
  private final NDManager manager;
  private final NDArray weights;
  private final NDArray first;
  private final NDArray second;
  private final NDArray step;
  private long done;

  /**
   * Prepares networks at their start.
   *
   * @param device where they are trained
   * @param setting which networks, and how they are trained
   * @param seed decides the start, and thereby everything
   */
  public CollisionTrainer(Device device, CollisionSetting setting, Seed seed) {
    this.setting = setting;
    this.seed = seed;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    Shape shape = new Shape(setting.instances(), setting.features(), setting.units());
    this.weights = NormalStart.of(manager, shape, Math.sqrt(1.0 / setting.units()), seed);
    this.first = weights.zerosLike();
    this.second = weights.zerosLike();
    this.step = manager.zeros(new Shape());
  }

  /**
   * Trains to the end, from where the networks are.
   *
   * @param listener told every few steps; an exception of it ends the training, which may be gone
   *     on with
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if the end was reached before
   */
  public void train(StepListener listener) {
    if (done == setting.steps()) {
      throw new IllegalStateException("these networks were trained before");
    }
    ChunkedSteps.of(setting.steps(), setting.operations()).run(done, this::take, listener);
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
    ToyCheckpoint.write(folder, settings(), done, state());
  }

  @Override
  public void restore(Path folder) {
    try (ToyCheckpoint saved = ToyCheckpoint.open(folder, settings())) {
      saved.copyTo(state());
      done = saved.step();
    }
  }

  private RunSettings settings() {
    return RunSettings.of("collision").with("setting", setting).with("seed", seed.value());
  }

  private Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put("weights", weights);
    state.put("first_moment", first);
    state.put("second_moment", second);
    state.put("adam_step", step);
    return state;
  }

  /** Returns {@code W [instances, features, units]}, which this trainer owns and changes. */
  public NDArray weights() {
    return weights;
  }

  /** Counts the polysemantic units of the networks as they are. */
  public CollisionCounts counts() {
    try (NDManager scope = manager.newSubManager()) {
      long[] counts =
          KERNELS.callForArray(scope, "polysemantic", weights, ON_FROM, ON_UP_TO).toLongArray();
      return new CollisionCounts(setting, Arrays.stream(counts).boxed().toList());
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  private void take(long chunk, int count) {
    try (NDManager scope = manager.newSubManager()) {
      KERNELS.call(
          scope,
          "train",
          weights,
          first,
          second,
          step,
          count,
          setting.learningRate(),
          setting.weightDecay(),
          setting.penalty());
    }
    done += count;
  }
}
