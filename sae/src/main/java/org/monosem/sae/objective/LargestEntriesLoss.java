package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * What objectives have in common whose active entries are the largest pre-activations: squared
 * error and AuxK.
 *
 * @param errorReduction how a row's squared error is reduced
 * @param preEncoderBias whether {@code bDec} is subtracted before encoding
 * @param auxK the auxiliary loss
 */
record LargestEntriesLoss(ErrorReduction errorReduction, boolean preEncoderBias, AuxK auxK) {

  /** Returns the rows as the encoder sees them. */
  NDArray centred(NDManager scope, DictionaryParameters p, NDArray rows) {
    return preEncoderBias
        ? ChosenEntries.KERNELS.callForArray(scope, "centred", rows, p.list(), true)
        : rows;
  }

  /**
   * Returns the gradient.
   *
   * @param manager the owner of the result
   * @param xc the rows as the encoder sees them
   */
  BatchGradient gradient(
      NDManager manager,
      DictionaryParameters p,
      GradientRequest request,
      NDArray xc,
      ChosenEntries chosen,
      Workspace workspace) {
    return BatchGradient.of(
        ChosenEntries.KERNELS.call(
            manager,
            "gradient",
            request.rows(),
            request.targets(),
            xc,
            p.list(),
            chosen.list(),
            chosen.padded(),
            SparseStep.block(request.rows(), p.dOut()),
            preEncoderBias,
            errorReduction.factor(p.dOut()),
            dead(request, p.dSae(), workspace),
            auxK.k(),
            auxK.coefficient(),
            auxK.normalisation().code()),
        p.extraNames());
  }

  /** Returns the dead features below a number, none if AuxK is off. */
  NDArray dead(GradientRequest request, int most, Workspace workspace) {
    DeadFeatures dead = request.moment().dead();
    return dead == null || auxK.coefficient() == 0
        ? workspace.indices(List.of())
        : dead.below(most);
  }

  double lossSum(BatchStatistics sums, int dOut) {
    return errorReduction.factor(dOut) * sums.squaredError() + sums.auxiliary();
  }
}
