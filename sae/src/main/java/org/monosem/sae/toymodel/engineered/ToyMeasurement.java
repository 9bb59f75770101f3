package org.monosem.sae.toymodel.engineered;

/**
 * A run measured after a step.
 *
 * @param step updates done
 * @param loss the training loss on rows that are never trained on, the same at every measurement
 * @param meanBias over all units
 * @param monosemanticUnits how many units answer to one feature only, see {@link
 *     UnitMonosemanticity}
 * @param distinctFeatures how many features these units are for
 * @param silentUnits how many units answer to no single feature; a part of the polysemantic ones
 *     only by name
 * @param monosemanticBias mean over monosemantic units, NaN if there are none
 * @param polysemanticBias mean over the others, NaN if there are none
 */
public record ToyMeasurement(
    long step,
    double loss,
    double meanBias,
    int monosemanticUnits,
    int distinctFeatures,
    int silentUnits,
    double monosemanticBias,
    double polysemanticBias) {

  static ToyMeasurement of(long step, double loss, float[] biases, UnitMonosemanticity units) {
    double mono = 0;
    double all = 0;
    for (int u = 0; u < biases.length; u++) {
      all += biases[u];
      mono += units.isMonosemantic(u) ? biases[u] : 0;
    }
    int count = units.monosemanticUnits();
    return new ToyMeasurement(
        step,
        loss,
        all / biases.length,
        count,
        units.distinctFeatures(),
        units.silentUnits(),
        count == 0 ? Double.NaN : mono / count,
        count == biases.length ? Double.NaN : (all - mono) / (biases.length - count));
  }
}
