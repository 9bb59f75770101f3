package org.monosem.sae.toymodel.collision;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.ChunkedSteps;
import org.monosem.sae.toymodel.StepListener;

/** Which noise on hidden units makes rows of {@code W} sparse; the package's description says. */
public final class NoiseExperiment {
  private static final KernelModule KERNELS =
      KernelModule.load(NoiseExperiment.class, "collision.py");

  private static final int MOMENTS = 50;

  private final NoiseSetting setting;
  private final Seed seed;

  /**
   * Prepares an experiment.
   *
   * @param setting which networks
   * @param seed decides their start, the same for both kinds of noise, and the noise
   */
  public NoiseExperiment(NoiseSetting setting, Seed seed) {
    this.setting = setting;
    this.seed = seed;
  }

  /**
   * Trains all networks together.
   *
   * @param device where
   * @param listener told every 100 steps; an exception of it ends the training
   * @return those of {@code +-sigma} first, by deviation, then those of normal noise
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public List<NoiseCurve> run(Device device, StepListener listener) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray weights = start(manager);
      NDArray sigma = sigma(manager);
      List<Long> steps = new ArrayList<>(List.of(0L));
      List<double[]> moments = new ArrayList<>(List.of(fourth(weights)));
      long every = Math.max(1, setting.steps() / MOMENTS);
      ChunkedSteps chunks = new ChunkedSteps(setting.steps(), (int) Math.min(100, every));
      Seed noise = seed.named("noise");
      chunks.run(
          (chunk, count) ->
              KERNELS.run(
                  "descend",
                  weights,
                  sigma,
                  noise.at(chunk).value(),
                  count,
                  setting.learningRate()),
          (step, total) -> {
            if (step == total || step >= steps.get(steps.size() - 1) + every) {
              steps.add(step);
              moments.add(fourth(weights));
            }
            listener.stepped(step, total);
          });
      return curves(steps, moments);
    }
  }

  /** Both kinds of noise begin at the same weights. */
  private NDArray start(NDManager manager) {
    int half = setting.deviations().size() * setting.starts();
    Shape shape = new Shape(half, setting.features(), setting.units());
    double deviation = Math.sqrt(1.0 / setting.units());
    try (NDArray weights = NormalStart.of(manager, shape, deviation, seed.named("start"))) {
      return weights.concat(weights, 0);
    }
  }

  private NDArray sigma(NDManager manager) {
    float[] values = new float[setting.deviations().size() * setting.starts()];
    for (int i = 0; i < values.length; i++) {
      values[i] = setting.deviations().get(i / setting.starts()).floatValue();
    }
    try (NDArray aliasing = manager.create(values, new Shape(values.length, 1, 1))) {
      return aliasing.duplicate();
    }
  }

  /** Returns the mean over starts, one a kind and deviation. */
  private double[] fourth(NDArray weights) {
    try (NDManager scope = weights.getManager().newSubManager()) {
      float[] own = KERNELS.callForArray(scope, "fourth", weights).toFloatArray();
      double[] means = new double[own.length / setting.starts()];
      for (int i = 0; i < own.length; i++) {
        means[i / setting.starts()] += own[i] / setting.starts();
      }
      return means;
    }
  }

  private List<NoiseCurve> curves(List<Long> steps, List<double[]> moments) {
    List<NoiseCurve> curves = new ArrayList<>();
    int deviations = setting.deviations().size();
    for (int k = 0; k < 2 * deviations; k++) {
      List<NoiseCurve.Moment> own = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        own.add(new NoiseCurve.Moment(steps.get(i), moments.get(i)[k]));
      }
      curves.add(new NoiseCurve(k < deviations, setting.deviations().get(k % deviations), own));
    }
    return curves;
  }
}
