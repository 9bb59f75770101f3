package org.monosem.sae.training;

import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.term.RegularisationTerm;

/** A recipe while single knobs of it are changed. */
final class RecipeDraft {
  String name;
  Objective objective;
  Adam adam;
  LearningRateSchedule learningRateSchedule;
  LinearSchedule penaltySchedule;
  PenaltyControl penaltyControl;
  double clipNorm;
  DecoderConstraint decoderConstraint;
  Initialisation initialisation;
  InputScaling inputScaling;
  double maxNormRatio;
  ResamplingSchedule resampling;
  long deadAfterRows;
  RegularisationTerm term;

  RecipeDraft(Recipe start) {
    name = start.name();
    objective = start.objective();
    adam = start.adam();
    learningRateSchedule = start.learningRateSchedule();
    penaltySchedule = start.penaltySchedule();
    penaltyControl = start.penaltyControl();
    clipNorm = start.clipNorm();
    decoderConstraint = start.decoderConstraint();
    initialisation = start.initialisation();
    inputScaling = start.inputScaling();
    maxNormRatio = start.maxNormRatio();
    resampling = start.resampling();
    deadAfterRows = start.deadAfterRows();
    term = start.term();
  }

  /** Returns the recipe as it stands; the record's own rules are checked. */
  Recipe recipe() {
    return new Recipe(
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
        term);
  }
}
