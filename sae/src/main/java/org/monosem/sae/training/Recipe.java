package org.monosem.sae.training;

import java.util.Map;
import java.util.function.Consumer;
import org.monosem.core.json.JsonObject;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.ErrorReduction;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.PenaltyWeight;
import org.monosem.sae.objective.SparsityControl;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;

/**
 * A published way to train a dictionary, whole: every knob has a value, and every value is written
 * into the checkpoint. Parts of different recipes do not mix well; change single knobs with the
 * {@code with} methods and say so in the name.
 *
 * @param name what the recipe is called in checkpoints and logs
 * @param objective the loss, with its reductions and its penalty coefficient
 * @param adam the optimiser's numbers
 * @param learningRateSchedule the factor on the learning rate over the run
 * @param penaltySchedule the factor on the penalty's coefficient over the run
 * @param penaltyControl what else changes the coefficient
 * @param clipNorm the gradient is shrunk to this global norm if it exceeds it; 0 for no clipping
 * @param decoderConstraint what holds for decoder rows after every step
 * @param initialisation how the dictionary starts
 * @param inputScaling what is done to the activations
 * @param maxNormRatio rows whose norm exceeds this many times the median norm of a sample are not
 *     trained on; 0 for training on all. SAELens and dictionary_learning leave out ten times and
 *     more
 * @param resampling when dead features get new directions
 * @param deadAfterRows a feature counts as dead in logs after so many rows without firing
 * @param term what is added to the loss beside the objective
 */
public record Recipe(
    String name,
    Objective objective,
    Adam adam,
    LearningRateSchedule learningRateSchedule,
    LinearSchedule penaltySchedule,
    PenaltyControl penaltyControl,
    double clipNorm,
    DecoderConstraint decoderConstraint,
    Initialisation initialisation,
    InputScaling inputScaling,
    double maxNormRatio,
    ResamplingSchedule resampling,
    long deadAfterRows,
    RegularisationTerm term) {

  /** Makes a recipe without a term. */
  public Recipe(
      String name,
      Objective objective,
      Adam adam,
      LearningRateSchedule learningRateSchedule,
      LinearSchedule penaltySchedule,
      PenaltyControl penaltyControl,
      double clipNorm,
      DecoderConstraint decoderConstraint,
      Initialisation initialisation,
      InputScaling inputScaling,
      double maxNormRatio,
      ResamplingSchedule resampling,
      long deadAfterRows) {
    this(
        name,
        objective,
        adam,
        learningRateSchedule,
        penaltySchedule,
        penaltyControl,
        clipNorm,
        decoderConstraint,
        initialisation,
        inputScaling,
        maxNormRatio,
        resampling,
        deadAfterRows,
        new NoTerm());
  }

  /**
   * Checks the numbers that are not checked by their own types.
   *
   * @throws IllegalArgumentException naming the one out of range, or if the coefficient of an
   *     objective without one shall be controlled
   */
  public Recipe {
    if (!(clipNorm >= 0 && Double.isFinite(clipNorm))) {
      throw new IllegalArgumentException(
          "clipNorm: expected a finite number of at least 0, got " + clipNorm);
    }
    if (!(maxNormRatio == 0 || (maxNormRatio >= 1 && Double.isFinite(maxNormRatio)))) {
      throw new IllegalArgumentException(
          "maxNormRatio: expected a finite number of at least 1, or 0 for none, got "
              + maxNormRatio);
    }
    Check.atLeast("deadAfterRows", 1, deadAfterRows);
    if (penaltyControl instanceof TargetL0Control
        && !(objective.sparsityControl().knob() == SparsityControl.Knob.COEFFICIENT
            && objective.coefficient() > 0)) {
      throw new IllegalArgumentException(
          "penaltyControl: expected an objective with a penalty coefficient of more than 0, got "
              + objective.name());
    }
  }

  /**
   * Returns the recipe of Towards Monosemanticity (Bricken et al., October 2023) for its own run of
   * 1,000,000 steps of 8192 rows: pre-encoder bias that starts at the geometric median, unit-norm
   * decoder rows, squared error averaged over elements plus 0.004 times the sum of activations,
   * resampling of dead features after steps 25,000, 50,000, 75,000 and 100,000. The paper states
   * neither the learning rate nor Adam's betas: 3e-4 is a replication's choice
   * (shehper/monosemantic).
   */
  public static Recipe towardsMonosemanticity2023() {
    return new Recipe(
        "towards-monosemanticity-2023",
        new L1Objective(ErrorReduction.MEAN, PenaltyWeight.ONE, true, 0.004),
        new Adam(3e-4, 0.9, 0.999, 1e-8),
        LinearSchedule.CONSTANT,
        LinearSchedule.CONSTANT,
        PenaltyControl.NONE,
        0,
        DecoderConstraint.UNIT_NORM,
        new Initialisation(
            Initialisation.Encoder.KAIMING_UNIFORM, 1, Initialisation.DecoderBias.GEOMETRIC_MEDIAN),
        InputScaling.NONE,
        0,
        ResamplingSchedule.published2023(),
        12_500L * 8192);
  }

  /**
   * Returns the recipe of the April update (Circuits Updates, April 2024) for its own run of
   * 200,000 steps of 4096 rows: no pre-encoder bias, free decoder norms with a norm-weighted
   * penalty of coefficient 5 on inputs scaled to mean norm {@code sqrt(dIn)}, squared error summed
   * over elements, penalty warm-up over the first 5 % and learning-rate decay over the last 20 % of
   * the steps, gradient norm clipped to 1, dead after 10 million rows.
   */
  public static Recipe aprilUpdate2024() {
    return new Recipe(
        "april-update-2024",
        new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, false, 5),
        new Adam(5e-5, 0.9, 0.999, 1e-8),
        new LinearSchedule(0, 0.2),
        new LinearSchedule(0.05, 0),
        PenaltyControl.NONE,
        1,
        DecoderConstraint.FREE,
        new Initialisation(Initialisation.Encoder.DECODER, 0.1, Initialisation.DecoderBias.ZERO),
        InputScaling.MEAN_NORM_SQRT_DIN,
        0,
        ResamplingSchedule.none(),
        10_000_000);
  }

  /**
   * Returns the recipe of TopK dictionaries (Gao et al., Scaling and evaluating sparse
   * autoencoders, 2024) in the numbers of dictionary_learning, for a run of {@link
   * RunLength#SAEBENCH_2025}: {@code k} features a row, AuxK of {@code dIn / 2} dead features with
   * coefficient 1/32 over the residual's variance, unit-norm decoder rows that the encoder starts
   * as, decoder bias subtracted from the input and started at the geometric median, learning rate
   * {@code 2e-4 / sqrt(dSae / 2^14)} that falls over the last 20 % of the steps, gradient norm
   * clipped to 1, dead after 10 million rows. Inputs are scaled to mean norm {@code sqrt(dIn)}
   * (dictionary_learning: to mean square norm one).
   */
  public static Recipe topK2024(int dIn, int dSae, int k) {
    return LargestEntriesRecipes.topK(dIn, dSae, k);
  }

  /**
   * Returns the recipe of BatchTopK dictionaries (Bussmann et al. 2024): that of {@link #topK2024},
   * but the {@code k batch} largest of the batch are active, and the threshold of the finished
   * dictionary is an average over the last hundred or so batches (decay 0.99).
   */
  public static Recipe batchTopK2024(int dIn, int dSae, int k) {
    return LargestEntriesRecipes.batchTopK(dIn, dSae, k);
  }

  /**
   * Returns the recipe of Matryoshka dictionaries (Bussmann et al. 2025): that of {@link
   * #batchTopK2024} with five levels whose widths double up to {@code dSae}, the mean of their
   * losses, and AuxK at each.
   */
  public static Recipe matryoshka2025(int dIn, int dSae, int k) {
    return LargestEntriesRecipes.matryoshka(dIn, dSae, k);
  }

  /**
   * Returns the recipe of JumpReLU dictionaries (Rajamanoharan et al., Jumping Ahead, July 2024) in
   * the form of dictionary_learning, for a run of {@link RunLength#SAEBENCH_2025}: sparsity by the
   * quadratic loss {@code (L0 / targetL0 - 1)^2} with coefficient 1 on inputs of mean square norm
   * one, thresholds that start at 0.001 and move within a bandwidth of 0.001, Adam with learning
   * rate 7e-5 and betas 0 and 0.999, no pre-encoder bias, unit-norm decoder rows that the encoder
   * starts as, gradient norm clipped to 1, warm-up of the rate over 1,000 and of the penalty over
   * 5,000 steps, decay over the last 20 %. The paper itself pays {@code lambda L0}, over some two
   * million steps of 4096 rows: short runs need wider bandwidths and higher rates.
   */
  public static Recipe jumpRelu2024(double targetL0) {
    return PenaltyRecipes.jumpRelu(targetL0);
  }

  /**
   * Returns the recipe of gated dictionaries (Rajamanoharan et al., Improving Dictionary Learning
   * with Gated Sparse Autoencoders, April 2024), for a run of {@link RunLength#SAEBENCH_2025}: the
   * authors' learning rate 3e-4 with Adam's betas 0 and 0.999, pre-encoder bias that starts at the
   * geometric median; the rest as {@link #jumpRelu2024} has it. The coefficient, 0.04 on inputs of
   * mean square norm one, is from the middle of those that SAEBench's dictionaries were trained
   * with: 0.012 to 0.08.
   */
  public static Recipe gated2024() {
    return PenaltyRecipes.gated();
  }

  /**
   * Returns the recipe of p-annealing (Karvonen et al., Measuring Progress in Dictionary Learning
   * for Language Model Interpretability with Board Game Models, July 2024), for a run of {@link
   * RunLength#SAEBENCH_2025}: an L1 penalty whose exponent falls from 1 to 0.2 in ten steps from
   * step 10,000 on, its coefficient carried over by averages over about ten batches; Adam with
   * learning rate 3e-4 and betas 0.9 and 0.999, pre-encoder bias that starts at the geometric
   * median; the rest as {@link #jumpRelu2024} has it. The coefficient, 0.01 on inputs of mean
   * square norm one, is from the middle of those that SAEBench's dictionaries were trained with:
   * 0.006 to 0.025.
   */
  public static Recipe pAnneal2024() {
    return PenaltyRecipes.pAnneal();
  }

  /**
   * Returns the recipe for a run of another length: what it counts in steps or rows (resampling,
   * the window of dead features) shrinks or grows in proportion. Learning rate and coefficient
   * stay.
   *
   * @param from the run that the recipe's numbers are for
   * @param to the run to come
   */
  public Recipe scaled(RunLength from, RunLength to) {
    double stepFactor = (double) to.steps() / from.steps();
    double batchFactor = (double) to.batch() / from.batch();
    return with(
        draft -> {
          draft.resampling = resampling.scaled(stepFactor, batchFactor);
          draft.deadAfterRows = Math.max(1, Math.round(deadAfterRows * stepFactor * batchFactor));
        });
  }

  /** Returns the recipe as a JSON object: every knob under its name, reductions included. */
  public Map<String, Object> toJson() {
    return RecordJson.toJson(this);
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @throws RuntimeException naming the place, if a key is unknown or missing or a value does not
   *     fit
   */
  public static Recipe fromJson(JsonObject json) {
    return RecordJson.fromJson(json, Recipe.class);
  }

  /** Returns the same recipe under another name. */
  public Recipe withName(String value) {
    return with(draft -> draft.name = value);
  }

  /** Returns the same recipe with another objective. */
  public Recipe withObjective(Objective value) {
    return with(draft -> draft.objective = value);
  }

  /** Returns the same recipe with another penalty coefficient. */
  public Recipe withCoefficient(double value) {
    return withObjective(objective.withCoefficient(value));
  }

  /**
   * Returns what decides how many features fire: what {@link Objective#sparsityControl} says, or
   * the target of a {@link TargetL0Control}.
   */
  public SparsityControl sparsityControl() {
    return penaltyControl instanceof TargetL0Control control
        ? new SparsityControl(SparsityControl.Knob.TARGET_L0, control.targetL0())
        : objective.sparsityControl();
  }

  /**
   * Returns the same recipe with another value of {@link #sparsityControl}: the penalty's
   * coefficient, the number of active features, or the target.
   */
  public Recipe withSparsity(double value) {
    return penaltyControl instanceof TargetL0Control control
        ? withPenaltyControl(control.withTargetL0(value))
        : withObjective(objective.withSparsity(value));
  }

  /** Returns the same recipe with other numbers for Adam. */
  public Recipe withAdam(Adam value) {
    return with(draft -> draft.adam = value);
  }

  /** Returns the same recipe with another peak learning rate. */
  public Recipe withLearningRate(double value) {
    return withAdam(adam.withLearningRate(value));
  }

  /** Returns the same recipe with another course of the learning rate. */
  public Recipe withLearningRateSchedule(LearningRateSchedule value) {
    return with(draft -> draft.learningRateSchedule = value);
  }

  /** Returns the same recipe with another course of the penalty. */
  public Recipe withPenaltySchedule(LinearSchedule value) {
    return with(draft -> draft.penaltySchedule = value);
  }

  /** Returns the same recipe with another control of the penalty's coefficient. */
  public Recipe withPenaltyControl(PenaltyControl value) {
    return with(draft -> draft.penaltyControl = value);
  }

  /** Returns the same recipe with another clipping norm; 0 for none. */
  public Recipe withClipNorm(double value) {
    return with(draft -> draft.clipNorm = value);
  }

  /** Returns the same recipe with another rule for decoder rows. */
  public Recipe withDecoderConstraint(DecoderConstraint value) {
    return with(draft -> draft.decoderConstraint = value);
  }

  /** Returns the same recipe with another start. */
  public Recipe withInitialisation(Initialisation value) {
    return with(draft -> draft.initialisation = value);
  }

  /** Returns the same recipe with another input scaling. */
  public Recipe withInputScaling(InputScaling value) {
    return with(draft -> draft.inputScaling = value);
  }

  /**
   * Returns the same recipe, to be trained without rows of high norm, such as those of the first
   * position of a context often are: in the place of a row whose norm (over all its parts) exceeds
   * {@code value} times the median of at most 65,536 sampled rows stands the next row of its batch
   * that does not. What is estimated before the first step, and resampling, leave them out too.
   *
   * @param value at least 1, or 0 for all rows
   */
  public Recipe withMaxNormRatio(double value) {
    return with(draft -> draft.maxNormRatio = value);
  }

  /** Returns the same recipe with another resampling schedule. */
  public Recipe withResampling(ResamplingSchedule value) {
    return with(draft -> draft.resampling = value);
  }

  /** Returns the same recipe with another window for dead features. */
  public Recipe withDeadAfterRows(long value) {
    return with(draft -> draft.deadAfterRows = value);
  }

  /** Returns the same recipe with another term beside the objective. */
  public Recipe withTerm(RegularisationTerm value) {
    return with(draft -> draft.term = value);
  }

  private Recipe with(Consumer<RecipeDraft> change) {
    RecipeDraft draft = new RecipeDraft(this);
    change.accept(draft);
    return draft.recipe();
  }
}
