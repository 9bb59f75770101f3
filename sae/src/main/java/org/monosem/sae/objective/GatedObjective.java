package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.Gated;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;

/**
 * A dictionary in which a gate decides what fires and a second map of the same directions how much,
 * so that the penalty, which only the gate pays, does not shrink activations:
 *
 * <pre>
 *   z    = wEnc (x - bDec)                  (without bDec if there is no pre-encoder bias)
 *   g    = ReLU(z + bEnc)
 *   f_i  = ReLU(exp(rMag_i) z_i + bMag_i) if g_i > 0, else 0
 *   L    = mean over batch ( R |y - wDec^T f - bDec|^2 + coefficient sum_i g_i w_i
 *                            + R |y - sg(wDec)^T g - sg(bDec)|^2 ),    y = x but for transcoders
 * </pre>
 *
 * where {@code w_i} is one or {@code |wDec_i|}, and {@code sg} holds the decoder constant: the last
 * term, the auxiliary loss, trains the gate alone, which the first term cannot, as an open gate's
 * value is not in it. The gradient vanishes where a gate is closed: a feature whose gate never
 * opens is dead, and nothing here revives it. A feature counts as firing where {@code f_i > 0}. At
 * a decoder row of norm zero the norm's gradient is taken as zero.
 *
 * <p>Rows' losses have all three terms; a resampled feature keeps its {@code rMag} and {@code
 * bMag}. dictionary_learning and SAELens take the same loss, SAELens with {@code w} the decoder's
 * norm.
 *
 * <p>Source: Rajamanoharan et al., Improving Dictionary Learning with Gated Sparse Autoencoders
 * (2024), equations 6 to 8.
 *
 * @param errorReduction R above
 * @param penaltyWeight w above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param coefficient the penalty's coefficient, not negative; its scale depends on R
 */
public record GatedObjective(
    ErrorReduction errorReduction,
    PenaltyWeight penaltyWeight,
    boolean preEncoderBias,
    double coefficient)
    implements Objective {
  private static final KernelModule KERNELS = KernelModule.load(GatedObjective.class, "gated.py");

  private static final List<String> EXTRA = List.of(Gated.R_MAG, Gated.B_MAG);

  /**
   * Checks the coefficient.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public GatedObjective {
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
          SparseStep.block(x, p.dOut()),
          preEncoderBias,
          normWeighted(),
          errorReduction.factor(p.dOut()),
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
        normWeighted(),
        errorReduction.factor(p.dOut()),
        coefficient * request.penaltyFactor());
  }

  @Override
  public float[] rowLosses(
      DictionaryParameters parameters, GradientRequest request, Workspace workspace) {
    request.check(parameters);
    ExtraArrays.require(parameters, EXTRA);
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
              normWeighted(),
              errorReduction.factor(parameters.dOut()),
              coefficient * request.penaltyFactor())
          .toFloatArray();
    }
  }

  private boolean normWeighted() {
    return penaltyWeight == PenaltyWeight.DECODER_NORM;
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return errorReduction.factor(dOut) * sums.squaredError()
        + coefficient * penaltyFactor * sums.penalty()
        + sums.auxiliary();
  }

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public GatedObjective withCoefficient(double value) {
    return new GatedObjective(errorReduction, penaltyWeight, preEncoderBias, value);
  }

  @Override
  public Map<String, Shape> extraShapes(DictionaryWidths widths) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    EXTRA.forEach(name -> shapes.put(name, new Shape(widths.dSae())));
    return shapes;
  }

  @Override
  public ActivationFunction activation() {
    return ActivationFunction.gated();
  }
}
