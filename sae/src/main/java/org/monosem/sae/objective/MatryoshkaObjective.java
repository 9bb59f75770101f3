package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.kernel.KernelModule;

/**
 * Nested dictionaries: each prefix of the features must reconstruct by itself, so that the first
 * features stay general while later ones become specific. Active are the {@code k batch} largest
 * pre-activations of the batch over all features, as in {@link BatchTopKObjective}, which also says
 * what the finished dictionary's threshold is.
 *
 * <pre>
 *   xhat_l = sum over features i &lt; width_l of f_i wDec_i + bDec
 *   L      = w sum over levels l of ( mean over batch ( R |y - xhat_l|^2 ) + AuxK_l )
 * </pre>
 *
 * where {@code w} is 1, or 1 over the number of levels; and AuxK of a level revives dead features
 * below its width by that level's error.
 *
 * <p>Source: Bussmann, Nabeshima, Karvonen and Nanda, Learning Multi-Level Features with Matryoshka
 * Sparse Autoencoders (2025), section 3, which sums over the levels; dictionary_learning weighs
 * them equally with sum one.
 *
 * @param largest what it has in common with BatchTopK
 * @param widths the levels' widths, ascending; the last must be the dictionary's
 * @param levels how levels are weighed
 */
public record MatryoshkaObjective(
    BatchTopKObjective largest, List<Long> widths, LevelWeights levels)
    implements LargestEntriesObjective {
  private static final KernelModule KERNELS =
      KernelModule.load(MatryoshkaObjective.class, "matryoshka.py");

  /** How the levels' losses are put together. */
  public enum LevelWeights {
    /** Their sum. */
    SUM,
    /** Their mean. */
    MEAN
  }

  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if there is none or they do not ascend from at least one
   */
  public MatryoshkaObjective {
    widths = List.copyOf(widths);
    long before = 0;
    for (long width : widths) {
      if (width <= before) {
        throw new IllegalArgumentException("widths: expected them to ascend, got " + widths);
      }
      before = width;
    }
    if (widths.isEmpty()) {
      throw new IllegalArgumentException("widths: expected at least one level, got none");
    }
  }

  /**
   * Returns widths that double from level to level up to the dictionary's.
   *
   * @param dSae the last width
   * @param levels how many, at least one
   */
  public static List<Long> doubling(int dSae, int levels) {
    List<Long> widths = new ArrayList<>();
    for (int level = levels - 1; level >= 0; level--) {
      long width = Math.max(1, dSae >> level);
      if (widths.isEmpty() || widths.get(widths.size() - 1) < width) {
        widths.add(width);
      }
    }
    return widths;
  }

  @Override
  public BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace) {
    request.check(parameters);
    if (widths.get(widths.size() - 1) != parameters.dSae()) {
      throw new IllegalArgumentException(
          "widths: the last must be dSae=" + parameters.dSae() + ", got " + widths);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray xc = largest.loss().centred(scope, parameters, request.rows());
      BatchEntries.Found found =
          ThresholdEstimate.entries(scope, xc, parameters, request, largest.active(), workspace);
      List<NDArray> out = nested(manager, parameters, request, xc, found.entries(), workspace);
      found.least().attach(manager);
      return BatchGradient.of(out, parameters.extraNames()).observing(found.least());
    }
  }

  private List<NDArray> nested(
      NDManager manager,
      DictionaryParameters p,
      GradientRequest request,
      NDArray xc,
      ChosenEntries chosen,
      Workspace workspace) {
    LargestEntriesLoss loss = largest.loss();
    List<NDArray> dead = new ArrayList<>();
    widths.forEach(width -> dead.add(loss.dead(request, Math.toIntExact(width), workspace)));
    return KERNELS.call(
        manager,
        "nested_gradient",
        request.rows(),
        request.targets(),
        xc,
        p.list(),
        chosen.list(),
        chosen.padded(),
        SparseStep.block(request.rows(), p.dOut()),
        largest.preEncoderBias(),
        largest.errorReduction().factor(p.dOut()),
        weight(),
        workspace.indices(widths.stream().map(Math::toIntExact).toList()),
        dead,
        largest.auxK().k(),
        largest.auxK().coefficient(),
        largest.auxK().normalisation().code());
  }

  private double weight() {
    return levels == LevelWeights.SUM ? 1 : 1.0 / widths.size();
  }

  @Override
  public double lossSum(BatchStatistics sums, int dOut, double penaltyFactor) {
    return weight() * largest.errorReduction().factor(dOut) * sums.squaredError()
        + sums.auxiliary();
  }

  @Override
  public String name() {
    return "matryoshka";
  }

  /** Returns the same objective with another number of active features, constant. */
  public MatryoshkaObjective withK(int k) {
    return withActive(ActiveCount.constant(k));
  }

  @Override
  public ActiveCount active() {
    return largest.active();
  }

  @Override
  public AuxK auxK() {
    return largest.auxK();
  }

  @Override
  public MatryoshkaObjective withActive(ActiveCount value) {
    return new MatryoshkaObjective(largest.withActive(value), widths, levels);
  }

  @Override
  public MatryoshkaObjective withAuxK(AuxK value) {
    return new MatryoshkaObjective(largest.withAuxK(value), widths, levels);
  }

  /** Returns the same objective with other levels. */
  public MatryoshkaObjective withWidths(List<Long> value) {
    return new MatryoshkaObjective(largest, value, levels);
  }

  @Override
  public boolean preEncoderBias() {
    return largest.preEncoderBias();
  }

  @Override
  public Map<String, Double> estimates() {
    return largest.estimates();
  }

  @Override
  public void observe(Map<String, NDArray> estimates, BatchGradient batch, NDArray halt) {
    largest.observe(estimates, batch, halt);
  }

  @Override
  public ActivationFunction activation() {
    return largest.activation();
  }

  @Override
  public Map<String, NDArray> exported(
      NDManager manager, DictionaryParameters parameters, Map<String, NDArray> estimates) {
    return largest.exported(manager, parameters, estimates);
  }
}
