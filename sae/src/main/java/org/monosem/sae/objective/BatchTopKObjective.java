package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;

/**
 * A dictionary in which the {@code k batch} largest positive pre-activations of the whole batch are
 * active, so that a row has {@code k} on average:
 *
 * <pre>
 *   h    = wEnc (x - bDec) + bEnc           (without bDec if there is no pre-encoder bias)
 *   f_i  = ReLU(h_i) if h_i is among the k batch largest of the batch, else 0
 *   xhat = wDec^T f + bDec
 *   L    = mean over batch ( R |y - xhat|^2 ) + AuxK,    y = x but for transcoders
 * </pre>
 *
 * A finished dictionary sees rows one by one, so it is a JumpReLU dictionary with one threshold for
 * all features: the mean over the last batches of the least active value, with weights that fall by
 * {@code thresholdDecay} from each batch to the one before. Only batches that have been seen count,
 * so the estimate has no start to forget.
 *
 * <p>Source: Bussmann, Leask and Nanda, BatchTopK Sparse Autoencoders (2024), section 3.
 *
 * @param errorReduction R above
 * @param preEncoderBias whether {@code bDec} is subtracted from the input before encoding
 * @param active how many features fire on a row, on average
 * @param auxK the loss that revives dead features
 * @param thresholdDecay from 0 (the last batch alone) to less than 1
 */
public record BatchTopKObjective(
    ErrorReduction errorReduction,
    boolean preEncoderBias,
    ActiveCount active,
    AuxK auxK,
    double thresholdDecay)
    implements LargestEntriesObjective {

  /**
   * Checks the decay.
   *
   * @throws IllegalArgumentException if it is not in range
   */
  public BatchTopKObjective {
    ThresholdEstimate.check(thresholdDecay);
  }

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    try (NDManager scope = manager.newSubManager()) {
      NDArray xc = loss().centred(scope, parameters, request.rows());
      BatchEntries.Found found =
          ThresholdEstimate.entries(scope, xc, parameters, request, active, workspace);
      BatchGradient gradient =
          loss().gradient(manager, parameters, request, xc, found.entries(), workspace);
      found.least().attach(manager);
      return gradient.observing(found.least());
    }
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return loss().lossSum(sums, dOut);
  }

  @Override
  public String name() {
    return "batch-topk";
  }

  /** Returns the same objective with another number of active features, constant. */
  public BatchTopKObjective withK(int k) {
    return withActive(ActiveCount.constant(k));
  }

  @Override
  public BatchTopKObjective withActive(ActiveCount value) {
    return new BatchTopKObjective(errorReduction, preEncoderBias, value, auxK, thresholdDecay);
  }

  @Override
  public BatchTopKObjective withAuxK(AuxK value) {
    return new BatchTopKObjective(errorReduction, preEncoderBias, active, value, thresholdDecay);
  }

  @Override
  public Map<String, Double> estimates() {
    return ThresholdEstimate.START;
  }

  @Override
  public void observe(Map<String, NDArray> estimates, BatchGradient batch, NDArray halt) {
    ThresholdEstimate.observe(estimates, batch, thresholdDecay, halt);
  }

  @Override
  public ActivationFunction activation() {
    return ActivationFunction.jumpRelu();
  }

  @Override
  public Map<String, NDArray> exported(
      NDManager manager, DictionaryParameters parameters, Map<String, NDArray> estimates) {
    Map<String, NDArray> weights = new LinkedHashMap<>(parameters.extra());
    weights.put(
        ThresholdEstimate.THRESHOLD,
        ThresholdEstimate.threshold(manager, estimates, parameters.bEnc()));
    return weights;
  }

  LargestEntriesLoss loss() {
    return new LargestEntriesLoss(errorReduction, preEncoderBias, auxK);
  }
}
