package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.monosem.sae.deadfeature.FiringCounter;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DeadFeatures;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepRoute;

/** All that changes during a training, and so all that a checkpoint keeps. */
final class TrainingState {
  private final TrainedArrays arrays;
  private final List<NDArray> adamSteps;
  private final NDArray halt;
  private final FiringCounter firing;
  private final RowScaling scaling;
  private final ComputePlan compute;
  private final Map<String, NDArray> estimates;
  private final PenaltyLevel penaltyLevel;
  private final HighNormRows highNorm;
  private DeadFeatures dead;
  private long step;
  private StepRoute route;

  TrainingState(TrainedArrays arrays, Watched watched, RowScaling scaling, Position position) {
    this.arrays = arrays;
    this.firing = watched.firing();
    this.estimates = watched.estimates();
    this.dead = watched.dead();
    this.penaltyLevel = watched.penaltyLevel();
    this.highNorm = watched.highNorm();
    this.scaling = scaling;
    this.step = position.step();
    this.route = position.route();
    this.compute = position.compute();
    NDManager manager = arrays.parameters().wEnc().getManager();
    this.halt = manager.zeros(new Shape());
    // Adam's bias correction counts steps in float32, as PyTorch's fused kernel wants it.
    this.adamSteps =
        Stream.generate(() -> manager.full(new Shape(), (float) step, DataType.FLOAT32))
            .limit(arrays.parameters().list().size())
            .toList();
  }

  /**
   * Where a run stands.
   *
   * @param step how many steps are done
   * @param route the route that the next step takes
   * @param compute how the run's steps are computed, from its start to its end
   */
  record Position(long step, StepRoute route, ComputePlan compute) {
    static Position start(ComputePlan compute) {
      return new Position(0, StepRoute.DENSE, compute);
    }
  }

  /**
   * What is kept along the way without a gradient.
   *
   * @param firing when each feature last fired
   * @param estimates the objective's running estimates, float64 {@code []} each
   * @param dead the features that count as dead
   * @param penaltyLevel where the penalty's coefficient has been brought
   * @param highNorm the rows that are left out
   */
  record Watched(
      FiringCounter firing,
      Map<String, NDArray> estimates,
      DeadFeatures dead,
      PenaltyLevel penaltyLevel,
      HighNormRows highNorm) {
    static Watched start(NDManager manager, int dSae, Objective objective) {
      Map<String, NDArray> estimates = new LinkedHashMap<>();
      objective.estimates().forEach((name, value) -> estimates.put(name, scalar(manager, value)));
      DeadFeatures none = new DeadFeatures(manager, new int[0]);
      FiringCounter firing = FiringCounter.zero(manager, dSae);
      return new Watched(firing, estimates, none, PenaltyLevel.start(), HighNormRows.none());
    }

    Watched within(double limit) {
      return new Watched(firing, estimates, dead, penaltyLevel, new HighNormRows(limit, 0));
    }

    private static NDArray scalar(NDManager manager, double value) {
      return manager.create(new double[] {value}, new Shape());
    }
  }

  TrainedArrays arrays() {
    return arrays;
  }

  DictionaryParameters parameters() {
    return arrays.parameters();
  }

  DictionaryParameters firstMoments() {
    return arrays.firstMoments();
  }

  DictionaryParameters secondMoments() {
    return arrays.secondMoments();
  }

  List<NDArray> adamSteps() {
    return adamSteps;
  }

  /** Returns float32 {@code []}: one once the device has met a step that cannot be taken. */
  NDArray halt() {
    return halt;
  }

  FiringCounter firing() {
    return firing;
  }

  Map<String, NDArray> estimates() {
    return estimates;
  }

  DeadFeatures dead() {
    return dead;
  }

  PenaltyLevel penaltyLevel() {
    return penaltyLevel;
  }

  HighNormRows highNorm() {
    return highNorm;
  }

  /** Says which features count as dead from now on. */
  void bury(int[] features) {
    if (!dead.are(features)) {
      dead.close();
      dead = new DeadFeatures(parameters().wEnc().getManager(), features);
    }
  }

  RowScaling scaling() {
    return scaling;
  }

  Position position() {
    return new Position(step, route, compute);
  }

  long step() {
    return step;
  }

  StepRoute route() {
    return route;
  }

  ComputePlan compute() {
    return compute;
  }

  void advance() {
    step++;
  }

  /** Says how the next step is computed. */
  void choose(StepRoute next) {
    route = next;
  }

  /** Lets the device take steps again. */
  void resume() {
    halt.muli(0);
  }

  /** Makes a step the next one again, after it and all later ones turned out not to be taken. */
  void goBackTo(long index) {
    step = index;
  }
}
