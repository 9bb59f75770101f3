package org.monosem.examples.toy;

import java.util.Collections;
import java.util.List;
import org.monosem.sae.toymodel.superposition.SuperpositionSetting;
import org.monosem.sae.toymodel.superposition.SuperpositionTraining;

/**
 * The models of the superposition experiment.
 *
 * @param demonstration few features of falling importance
 * @param geometry many features of one importance
 * @param training of both
 * @param starts how many models a probability
 */
public record SuperpositionPlan(
    SuperpositionSetting demonstration,
    SuperpositionSetting geometry,
    SuperpositionTraining training,
    int starts) {

  /** Returns the published one, with so many starts a probability. */
  public static SuperpositionPlan published(int starts) {
    return new SuperpositionPlan(
        SuperpositionSetting.demonstration(),
        SuperpositionSetting.geometry(),
        SuperpositionTraining.published(),
        starts);
  }

  /** Returns one of about half a minute on one core. */
  public static SuperpositionPlan quick(int starts) {
    return new SuperpositionPlan(
        SuperpositionSetting.demonstration(),
        new SuperpositionSetting(
            6, SuperpositionSetting.decaying(40, 1), SuperpositionSetting.falling(10, 40)),
        new SuperpositionTraining(4000, 256, 3e-3, 0.01),
        starts);
  }

  /** Returns the setting with every probability as often as there are starts. */
  SuperpositionSetting repeated(SuperpositionSetting setting) {
    List<Double> probabilities =
        setting.probabilities().stream()
            .flatMap(probability -> Collections.nCopies(starts, probability).stream())
            .toList();
    return new SuperpositionSetting(setting.hidden(), setting.importances(), probabilities);
  }

  /** Returns about how many operations all of it takes. */
  double operations() {
    return training.steps()
        * (operations(repeated(demonstration)) + operations(repeated(geometry)));
  }

  /** Returns about how many operations a step takes. */
  double operations(SuperpositionSetting setting) {
    double features = (double) setting.instances() * training.batch() * setting.features();
    return Rounds.LEAST + Rounds.DRAW * features + training.operations(setting);
  }
}
