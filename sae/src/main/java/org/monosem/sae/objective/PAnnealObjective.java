package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;

/**
 * A ReLU dictionary whose penalty goes from L1 towards L0 along the way:
 *
 * <pre>
 *   f    = ReLU(wEnc (x - bDec) + bEnc)     (without bDec if there is no pre-encoder bias)
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |y - xhat|^2 + coefficient s S_p ),    y = x but for transcoders
 *   S_p  = sum_i phi_p(f_i) w_i,    phi_p(f) = (f + smoothing)^p - smoothing^p
 * </pre>
 *
 * where {@code w_i} is one or {@code |wDec_i|}. The exponent p is 1 first and falls by the {@link
 * PowerSchedule}; the scale s is 1 first, and at every step down, from p to q, it is multiplied by
 * {@code mean(S_p) / mean(S_q)}, so that the penalty goes on where it was. Those are means over the
 * batches since the last step down, with weights that fall by {@code decay} from each batch to the
 * one before (dictionary_learning: over the last ten batches). They, s and the number of steps down
 * are running estimates on the device: the host waits for nothing, and a resumed run goes on
 * exactly.
 *
 * <p>With {@code smoothing = 0}, {@code phi_p(f) = f^p} as published, whose gradient grows without
 * bound as f goes to 0; with more it is at most {@code p smoothing^(p-1)}. The gradient vanishes at
 * inactive features: one that never fires is dead, and a small p kills more of them than L1 does.
 * Rows' losses, by which dead features are resampled, are those before annealing: p and s are 1.
 * dictionary_learning's squared error is not squared, and its default penalty is {@code S_p^(1/p)}.
 *
 * <p>Source: Karvonen et al., Measuring Progress in Dictionary Learning for Language Model
 * Interpretability with Board Game Models (2024), section on p-annealing.
 *
 * @param loss R, w, the pre-encoder bias and the coefficient at p = 1, as an L1 dictionary has them
 * @param power how p falls
 * @param decay from 0 (the last batch alone) to less than 1
 * @param smoothing at least 0, in units of the (scaled) activations
 */
public record PAnnealObjective(
    L1Objective loss, PowerSchedule power, double decay, double smoothing) implements Objective {
  private static final KernelModule KERNELS =
      KernelModule.load(PAnnealObjective.class, "panneal.py");

  private static final String SCALE = "power.scale";

  /** In the order of the kernels. */
  private static final List<String> ESTIMATES =
      List.of("power.level", SCALE, "power.penalty", "power.below");

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public PAnnealObjective {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "decay: expected at least 0 and less than 1, got " + decay);
    }
    if (!(smoothing >= 0 && Double.isFinite(smoothing))) {
      throw new IllegalArgumentException(
          "smoothing: expected a finite number of at least 0, got " + smoothing);
    }
  }

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    List<NDArray> out =
        request.route().path() == StepPath.DENSE
            ? dense(manager, parameters, request, workspace)
            : sparse(manager, parameters, request, workspace);
    return BatchGradient.of(out, List.of()).observing(out.get(8));
  }

  private List<NDArray> sparse(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = request.rows();
      NDArray xc = preEncoderBias() ? KERNELS.callForArray(scope, "centred", x, p.list(), true) : x;
      List<NDArray> entries =
          new PositiveEntries(scope, request, workspace).find(xc, p.wEnc(), p.bEnc());
      return KERNELS.call(
          manager,
          "sparse_gradient",
          x,
          request.targets(),
          xc,
          p.list(),
          entries,
          now(scope, request.moment()),
          SparseStep.block(x, p.dOut()),
          preEncoderBias(),
          normWeighted(),
          loss.errorReduction().factor(p.dOut()),
          smoothing,
          coefficient() * request.penaltyFactor());
    }
  }

  private List<NDArray> dense(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    try (NDManager scope = manager.newSubManager()) {
      return KERNELS.call(
          manager,
          "dense_gradient",
          request.rows(),
          request.targets(),
          p.list(),
          now(scope, request.moment()),
          workspace.preActivations(),
          workspace.featureGradients(),
          workspace.encoder().precision() == Precision.BF16,
          preEncoderBias(),
          normWeighted(),
          loss.errorReduction().factor(p.dOut()),
          smoothing,
          coefficient() * request.penaltyFactor());
    }
  }

  /** Returns the exponent and the scale of this batch, still on the device. */
  private List<NDArray> now(NDManager scope, Moment moment) {
    List<NDArray> estimates = ESTIMATES.stream().map(moment::estimate).toList();
    int wanted = power.level(moment.progress());
    return KERNELS.call(scope, "turn", estimates, wanted, power.end(), power.levels());
  }

  @Override
  public void observe(Map<String, NDArray> estimates, BatchGradient batch, NDArray halt) {
    List<NDArray> arrays =
        ESTIMATES.stream().map(name -> Objects.requireNonNull(estimates.get(name), name)).toList();
    KERNELS.run("observe", arrays, batch.observed().get(0), decay, halt);
  }

  @Override
  public Map<String, Double> estimates() {
    Map<String, Double> start = new LinkedHashMap<>();
    ESTIMATES.forEach(name -> start.put(name, name.equals(SCALE) ? 1.0 : 0.0));
    return start;
  }

  @Override
  public float[] rowLosses(
      DictionaryParameters parameters, GradientRequest request, Workspace workspace) {
    return loss.rowLosses(parameters, request, workspace);
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return loss.lossSum(sums, dOut, penaltyFactor);
  }

  @Override
  public String name() {
    return "p-anneal";
  }

  @Override
  public double coefficient() {
    return loss.coefficient();
  }

  @Override
  public PAnnealObjective withCoefficient(double value) {
    return new PAnnealObjective(loss.withCoefficient(value), power, decay, smoothing);
  }

  @Override
  public boolean preEncoderBias() {
    return loss.preEncoderBias();
  }

  @Override
  public ActivationFunction activation() {
    return loss.activation();
  }

  private boolean normWeighted() {
    return loss.penaltyWeight() == PenaltyWeight.DECODER_NORM;
  }
}
