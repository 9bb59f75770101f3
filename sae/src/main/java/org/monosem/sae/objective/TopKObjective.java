package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.activation.ActivationFunction;

/**
 * A dictionary in which the {@code k} largest pre-activations of every row are active:
 *
 * <pre>
 *   h    = wEnc (x - bDec) + bEnc           (without bDec if there is no pre-encoder bias)
 *   f_i  = ReLU(h_i) if h_i is among the k largest of its row, else 0
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |y - xhat|^2 ) + AuxK,    y = x but for transcoders
 * </pre>
 *
 * The gradient is that of a ReLU at the chosen entries and zero elsewhere: which ones are chosen is
 * locally constant.
 *
 * <p>Source: Gao et al., Scaling and evaluating sparse autoencoders (2024), sections 2.3 and A.2.
 *
 * @param errorReduction R above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param active how many features fire on a row
 * @param auxK the loss that revives dead features
 */
public record TopKObjective(
    ErrorReduction errorReduction, boolean preEncoderBias, ActiveCount active, AuxK auxK)
    implements LargestEntriesObjective {

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    try (NDManager scope = manager.newSubManager()) {
      NDArray xc = loss().centred(scope, parameters, request.rows());
      int k = active.at(request.moment().progress());
      ChosenEntries chosen = ChosenEntries.ofRows(scope, xc, parameters, k, workspace);
      return loss().gradient(manager, parameters, request, xc, chosen, workspace);
    }
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return loss().lossSum(sums, dOut);
  }

  @Override
  public String name() {
    return "topk";
  }

  /** Returns the same objective with another number of active features, constant. */
  public TopKObjective withK(int k) {
    return withActive(ActiveCount.constant(k));
  }

  @Override
  public TopKObjective withActive(ActiveCount value) {
    return new TopKObjective(errorReduction, preEncoderBias, value, auxK);
  }

  @Override
  public TopKObjective withAuxK(AuxK value) {
    return new TopKObjective(errorReduction, preEncoderBias, active, value);
  }

  @Override
  public ActivationFunction activation() {
    return ActivationFunction.topK(active.k());
  }

  private LargestEntriesLoss loss() {
    return new LargestEntriesLoss(errorReduction, preEncoderBias, auxK);
  }
}
