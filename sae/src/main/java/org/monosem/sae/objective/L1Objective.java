package org.monosem.sae.objective;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;

/**
 * A ReLU dictionary with an L1 penalty:
 *
 * <pre>
 *   f    = ReLU(wEnc (x - bDec) + bEnc)     (without bDec if there is no pre-encoder bias)
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |x - xhat|^2 + coefficient sum_i f_i w_i )
 * </pre>
 *
 * where R is the sum or the mean over the {@code dIn} elements and {@code w_i} is one or {@code
 * |wDec_i|}. The gradient vanishes at inactive features, so the sparse path sums over active pairs
 * only. At a pre-activation of exactly zero the feature counts as inactive; at a decoder row of
 * norm zero the norm's gradient is taken as zero.
 *
 * <p>Sources: Towards Monosemanticity (Bricken et al. 2023), appendix on the autoencoder; Circuits
 * Updates, April 2024 (Conerly et al.), "Update on how we train SAEs".
 *
 * @param errorReduction R above
 * @param penaltyWeight w above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param coefficient the penalty's coefficient, not negative; its scale depends on R
 */
public record L1Objective(
    ErrorReduction errorReduction,
    PenaltyWeight penaltyWeight,
    boolean preEncoderBias,
    double coefficient)
    implements Objective {
  private static final KernelModule KERNELS = KernelModule.load(L1Objective.class, "l1.py");

  /**
   * Checks the coefficient.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public L1Objective {
    if (!(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw new IllegalArgumentException(
          "coefficient: expected a finite number of at least 0, got " + coefficient);
    }
  }

  @Override
  public String name() {
    return "l1";
  }

  @Override
  public ActivationFunction activation() {
    return ActivationFunction.relu();
  }

  @Override
  public L1Objective withCoefficient(double value) {
    return new L1Objective(errorReduction, penaltyWeight, preEncoderBias, value);
  }

  /**
   * Returns the same objective with another reduction of the squared error. The coefficient stays
   * as it is: multiply it by {@code dIn} when going from the mean to the sum.
   */
  public L1Objective withErrorReduction(ErrorReduction value) {
    return new L1Objective(value, penaltyWeight, preEncoderBias, coefficient);
  }

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    NDList out =
        request.route().path() == StepPath.DENSE
            ? dense(manager, parameters, request, workspace)
            : sparse(manager, parameters, request, workspace);
    return BatchGradient.of(out, List.of());
  }

  @Override
  public float[] rowLosses(
      DictionaryParameters parameters, GradientRequest request, Workspace workspace) {
    request.check(parameters);
    try (NDManager scope = request.rows().getManager().newSubManager()) {
      return KERNELS
          .callForArray(
              scope,
              "row_losses",
              request.rows(),
              parameters.list(),
              workspace.preActivations(),
              preEncoderBias,
              penaltyWeight == PenaltyWeight.DECODER_NORM,
              errorReduction.factor(parameters.dIn()),
              coefficient * request.penaltyFactor())
          .toFloatArray();
    }
  }

  @Override
  public double lossSum(BatchStatistics sums, int dIn, double penaltyFactor) {
    return errorReduction.factor(dIn) * sums.squaredError()
        + coefficient * penaltyFactor * sums.penalty();
  }

  private NDList sparse(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    try (NDManager scope = manager.newSubManager()) {
      return new SparseStep(this, scope, p, request, workspace).gradient(manager);
    }
  }

  NDList call(NDManager manager, String kernel, Object... arguments) {
    return KERNELS.call(manager, kernel, arguments);
  }

  private NDList dense(
      NDManager manager, DictionaryParameters p, GradientRequest request, Workspace workspace) {
    return KERNELS.call(
        manager,
        "dense_gradient",
        request.rows(),
        p.list(),
        workspace.preActivations(),
        workspace.featureGradients(),
        workspace.encoder().precision() == Precision.BF16,
        preEncoderBias,
        penaltyWeight == PenaltyWeight.DECODER_NORM,
        errorReduction.factor(p.dIn()),
        coefficient * request.penaltyFactor());
  }
}
