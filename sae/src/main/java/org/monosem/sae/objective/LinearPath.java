package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.kernel.KernelModule;

/**
 * The linear path that a skip transcoder has beside its features, under any objective:
 *
 * <pre>
 *   yhat = f wDec + bDec + x wSkipᵀ
 * </pre>
 *
 * The objective sees what the path leaves of the targets, {@code y - x wSkipᵀ}; the path's gradient
 * is {@code eᵀ x}, where {@code e} is the gradient by the prediction. An auxiliary loss for dead
 * features takes the remaining error as constant, so the path has no part in it; where AuxK is
 * normalised by the targets' variance, it is the variance of what the path leaves.
 *
 * <p>Source: Paulo, Shabalin and Belrose, Transcoders Beat Sparse Autoencoders for Interpretability
 * (2025), section 3.
 */
public final class LinearPath {
  private static final KernelModule KERNELS = KernelModule.load(LinearPath.class, "path.py");
  private static final String NAME = ExtraWeights.W_SKIP;

  private LinearPath() {}

  /**
   * Returns the gradient of an objective; with that of the path, if the parameters have one.
   *
   * @param manager the owner of the result's arrays
   * @throws IllegalArgumentException if the rows do not fit the parameters
   */
  public static BatchGradient gradient(
      Objective objective,
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    NDArray path = parameters.extra().get(NAME);
    if (path == null) {
      return objective.gradient(manager, parameters, request, workspace);
    }
    try (NDManager scope = manager.newSubManager()) {
      GradientRequest left = left(scope, parameters, request);
      BatchGradient rest = objective.gradient(manager, without(parameters), left, workspace);
      return with(manager, rest, request, parameters.names());
    }
  }

  /** Returns every row's own loss, as {@link Objective#rowLosses} does; with the path, if any. */
  public static float[] rowLosses(
      Objective objective,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    if (!parameters.extra().containsKey(NAME)) {
      return objective.rowLosses(parameters, request, workspace);
    }
    try (NDManager scope = request.rows().getManager().newSubManager()) {
      GradientRequest left = left(scope, parameters, request);
      return objective.rowLosses(without(parameters), left, workspace);
    }
  }

  private static GradientRequest left(
      NDManager scope, DictionaryParameters parameters, GradientRequest request) {
    request.check(parameters);
    NDArray remainder =
        KERNELS.callForArray(
            scope, "remainder", request.rows(), request.targets(), parameters.extra(NAME));
    return new GradientRequest(
        request.rows(), remainder, request.penaltyFactor(), request.route(), request.moment());
  }

  private static DictionaryParameters without(DictionaryParameters p) {
    Map<String, NDArray> extra = new LinkedHashMap<>(p.extra());
    extra.remove(NAME);
    return new DictionaryParameters(p.wEnc(), p.bEnc(), p.wDec(), p.bDec(), extra);
  }

  /**
   * Puts the path's gradient in its place among the others.
   *
   * @param names of the parameters, in their order
   */
  private static BatchGradient with(
      NDManager manager, BatchGradient rest, GradientRequest request, List<String> names) {
    NDArray e = rest.outputGradient();
    if (e == null) {
      throw new IllegalStateException("the objective does not tell the gradient by the prediction");
    }
    List<NDArray> out =
        KERNELS.call(manager, "gradient", request.rows(), request.targets(), e, rest.sums());
    DictionaryParameters p = rest.gradient();
    Map<String, NDArray> extra = new LinkedHashMap<>();
    for (String name : names.subList(4, names.size())) {
      extra.put(name, name.equals(NAME) ? out.get(0) : p.extra(name));
    }
    return new BatchGradient(
        new DictionaryParameters(p.wEnc(), p.bEnc(), p.wDec(), p.bDec(), extra),
        rest.firedRows(),
        out.get(2),
        out.get(1),
        rest.missed(),
        rest.observed(),
        e,
        rest.written());
  }
}
