package org.monosem.sae.objective;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.LongStream;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;

/**
 * A ReLU dictionary with an L1 penalty:
 *
 * <pre>
 *   f    = ReLU(wEnc (x - bDec) + bEnc)     (without bDec if there is no pre-encoder bias)
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |y - xhat|^2 + coefficient sum_i f_i w_i ),    y = x but for transcoders
 * </pre>
 *
 * where R is the sum or the mean over the {@code dOut} elements and {@code w_i} is one or {@code
 * |wDec_i|}; for a crosscoder, whose rows are those of several sources side by side, it is the sum
 * of the norms of the decoder row's parts, {@code sum over sources s of |wDec_i,s|}, so that a
 * feature may be of one source alone at no extra cost. The gradient vanishes at inactive features,
 * so the sparse path sums over active pairs only. At a pre-activation of exactly zero the feature
 * counts as inactive; at a decoder row of norm zero the norm's gradient is taken as zero.
 *
 * <p>Sources: Towards Monosemanticity (Bricken et al. 2023), appendix on the autoencoder; Circuits
 * Updates, April 2024 (Conerly et al.), "Update on how we train SAEs"; Sparse Crosscoders for
 * Cross-Layer Features and Model Diffing (Lindsey et al. 2024).
 *
 * @param errorReduction R above
 * @param penaltyWeight w above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param coefficient the penalty's coefficient, not negative; its scale depends on R
 * @param sourceWidths the widths of a crosscoder's sources, whose sum is {@code dOut}; empty unless
 *     it is one
 */
public record L1Objective(
    ErrorReduction errorReduction,
    PenaltyWeight penaltyWeight,
    boolean preEncoderBias,
    double coefficient,
    List<Long> sourceWidths)
    implements Objective {
  private static final KernelModule KERNELS = KernelModule.load(L1Objective.class, "l1.py");

  /**
   * Checks the coefficient and the widths.
   *
   * @throws IllegalArgumentException if the coefficient is negative or not finite, a width is less
   *     than one, or there are widths without {@link PenaltyWeight#DECODER_NORM}
   */
  public L1Objective {
    if (!(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw new IllegalArgumentException(
          "coefficient: expected a finite number of at least 0, got " + coefficient);
    }
    sourceWidths = List.copyOf(sourceWidths);
    if (sourceWidths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "sourceWidths: expected widths of at least 1, got " + sourceWidths);
    }
    if (!sourceWidths.isEmpty() && penaltyWeight != PenaltyWeight.DECODER_NORM) {
      throw new IllegalArgumentException(
          "sourceWidths: a crosscoder's penalty is weighted by decoder norms, got "
              + penaltyWeight);
    }
  }

  /** Makes the objective of a dictionary with one source. */
  public L1Objective(
      ErrorReduction errorReduction,
      PenaltyWeight penaltyWeight,
      boolean preEncoderBias,
      double coefficient) {
    this(errorReduction, penaltyWeight, preEncoderBias, coefficient, List.of());
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
    return new L1Objective(errorReduction, penaltyWeight, preEncoderBias, value, sourceWidths);
  }

  /**
   * Returns the same objective with another reduction of the squared error. The coefficient stays
   * as it is: multiply it by {@code dIn} when going from the mean to the sum.
   */
  public L1Objective withErrorReduction(ErrorReduction value) {
    return new L1Objective(value, penaltyWeight, preEncoderBias, coefficient, sourceWidths);
  }

  /** Returns the same objective for a crosscoder of sources of these widths; none for no such. */
  public L1Objective withSourceWidths(List<Long> value) {
    return new L1Objective(errorReduction, penaltyWeight, preEncoderBias, coefficient, value);
  }

  /** Returns the widths of the parts of a decoder row whose norms are added up. */
  long[] blocks(int dOut) {
    long[] widths = sourceWidths.stream().mapToLong(Long::longValue).toArray();
    if (widths.length > 0 && LongStream.of(widths).sum() != dOut) {
      throw new IllegalArgumentException(
          "sourceWidths: expected a sum of dOut=" + dOut + ", got " + sourceWidths);
    }
    return widths.length > 0 ? widths : new long[] {dOut};
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
              request.targets(),
              parameters.list(),
              workspace.preActivations(),
              preEncoderBias,
              penaltyWeight == PenaltyWeight.DECODER_NORM,
              blocks(parameters.dOut()),
              errorReduction.factor(parameters.dOut()),
              coefficient * request.penaltyFactor())
          .toFloatArray();
    }
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return errorReduction.factor(dOut) * sums.squaredError()
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
        request.targets(),
        p.list(),
        workspace.preActivations(),
        workspace.featureGradients(),
        workspace.encoder().precision() == Precision.BF16,
        preEncoderBias,
        penaltyWeight == PenaltyWeight.DECODER_NORM,
        blocks(p.dOut()),
        errorReduction.factor(p.dOut()),
        coefficient * request.penaltyFactor());
  }
}
