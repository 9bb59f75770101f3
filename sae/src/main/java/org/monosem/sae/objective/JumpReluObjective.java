package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;

/**
 * A dictionary whose features fire above thresholds of their own, which are trained:
 *
 * <pre>
 *   h    = wEnc (x - bDec) + bEnc           (without bDec if there is no pre-encoder bias)
 *   t    = max(threshold, 0)
 *   f_i  = h_i if h_i > t_i, else 0
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |y - xhat|^2 ) + coefficient S,    y = x but for transcoders
 * </pre>
 *
 * where S is a {@link SparsityLoss}. Neither f nor S has a useful derivative by a threshold, so
 * that gradient is a surrogate: the expected loss's, estimated with a rectangle of width {@code
 * eps} (the bandwidth). With {@code df} the gradient by {@code f}, {@code c} that of the loss by
 * one more active pair ({@code coefficient / batch} for Step, {@code 2 (L0 / target - 1) / target}
 * of that for Quadratic, 0 for Tanh, whose gradient is in {@code df}), and {@code K(u) = 1} for
 * {@code |u| < 1/2}:
 *
 * <pre>
 *   dL/dthreshold_i = - sum over batch of (t_i df_i + c) K((h_i - t_i) / eps) / eps
 *   dL/dh_i         = df_i where h_i > t_i
 *                     [ + (t_i df_i + c) K((h_i - t_i) / eps) / eps  if throughPreActivation ]
 * </pre>
 *
 * A threshold of at most 0 acts as 0 and takes only gradients that raise it, so it does not drift
 * out of reach. A feature that neither fires nor comes within {@code eps / 2} of firing has no
 * gradient at all: nothing revives it, a high threshold included. Thresholds are float32 whatever
 * the encoder's precision.
 *
 * <p>How others differ. The paper trains {@code log(threshold)}; under Adam that moves small
 * thresholds by no more than a share of themselves a step. SAELens takes {@code max(threshold, 0)}
 * with the gradient of that, so a threshold below zero stays there; its loss of Tanh weighs
 * features by decoder norms. dictionary_learning asks of {@code f}, not of {@code h}, whether a
 * pair is inside Step's window: pairs just below the threshold do not count there, so its pull on
 * thresholds is half of this one's (and if a threshold is below {@code eps / 2}, every inactive
 * pair counts). {@code throughPreActivation} is what Circuits Updates (January 2025) does and calls
 * straight-through for all parameters; the others leave {@code h} with the plain gradient.
 *
 * <p>Source: Rajamanoharan et al., Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU
 * Sparse Autoencoders (2024), sections 3 and 4.
 *
 * @param errorReduction R above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param sparsity S above
 * @param coefficient of S, not negative
 * @param threshold how thresholds start and move
 */
public record JumpReluObjective(
    ErrorReduction errorReduction,
    boolean preEncoderBias,
    SparsityLoss sparsity,
    double coefficient,
    JumpThreshold threshold)
    implements Objective {
  private static final KernelModule KERNELS =
      KernelModule.load(JumpReluObjective.class, "jumprelu.py");

  private static final List<String> EXTRA = List.of(JumpRelu.THRESHOLD);

  /**
   * Checks the coefficient.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public JumpReluObjective {
    PenaltyCoefficient.check(coefficient);
  }

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    ExtraArrays.require(parameters, EXTRA);
    List<NDArray> out =
        request.route().path() == StepPath.DENSE
            ? dense(manager, parameters, request, workspace)
            : sparse(manager, parameters, request, workspace);
    return BatchGradient.of(out, EXTRA).writing(out.get(out.size() - 1));
  }

  private List<NDArray> sparse(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = request.rows();
      NDArray xc = preEncoderBias ? KERNELS.callForArray(scope, "centred", x, p.list(), true) : x;
      NDArray bias = KERNELS.callForArray(scope, "bias", p.list(), threshold.bandwidth());
      List<NDArray> entries =
          new PositiveEntries(scope, request, workspace).find(xc, p.wEnc(), bias);
      return KERNELS.call(
          manager,
          "sparse_gradient",
          x,
          request.targets(),
          xc,
          p.list(),
          entries,
          SparseStep.block(x, p.dOut()),
          preEncoderBias,
          errorReduction.factor(p.dOut()),
          threshold.bandwidth(),
          threshold.throughPreActivation(),
          sparsity.code(),
          sparsity.number(),
          coefficient * request.penaltyFactor());
    }
  }

  private List<NDArray> dense(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    return KERNELS.call(
        manager,
        "dense_gradient",
        request.rows(),
        request.targets(),
        p.list(),
        workspace.preActivations(),
        workspace.featureGradients(),
        workspace.encoder().precision() == Precision.BF16,
        preEncoderBias,
        errorReduction.factor(p.dOut()),
        threshold.bandwidth(),
        threshold.throughPreActivation(),
        sparsity.code(),
        sparsity.number(),
        coefficient * request.penaltyFactor());
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return errorReduction.factor(dOut) * sums.squaredError()
        + coefficient * penaltyFactor * sums.penalty();
  }

  @Override
  public String name() {
    return "jumprelu";
  }

  @Override
  public JumpReluObjective withCoefficient(double value) {
    return new JumpReluObjective(errorReduction, preEncoderBias, sparsity, value, threshold);
  }

  /** Returns the target of the quadratic loss, or the coefficient of the others. */
  @Override
  public SparsityControl sparsityControl() {
    return sparsity instanceof SparsityLoss.Quadratic quadratic
        ? new SparsityControl(SparsityControl.Knob.TARGET_L0, quadratic.target())
        : new SparsityControl(SparsityControl.Knob.COEFFICIENT, coefficient);
  }

  @Override
  public JumpReluObjective withSparsity(double value) {
    return sparsity instanceof SparsityLoss.Quadratic
        ? withSparsity(new SparsityLoss.Quadratic(value))
        : withCoefficient(value);
  }

  /** Returns the same objective with another sparsity loss. */
  public JumpReluObjective withSparsity(SparsityLoss value) {
    return new JumpReluObjective(errorReduction, preEncoderBias, value, coefficient, threshold);
  }

  /** Returns the same objective with other thresholds. */
  public JumpReluObjective withThreshold(JumpThreshold value) {
    return new JumpReluObjective(errorReduction, preEncoderBias, sparsity, coefficient, value);
  }

  @Override
  public Map<String, Shape> extraShapes(DictionaryWidths widths) {
    return Map.of(JumpRelu.THRESHOLD, new Shape(widths.dSae()));
  }

  @Override
  public Map<String, Double> extraStarts() {
    return Map.of(JumpRelu.THRESHOLD, threshold.start());
  }

  @Override
  public ActivationFunction activation() {
    return ActivationFunction.jumpRelu();
  }
}
