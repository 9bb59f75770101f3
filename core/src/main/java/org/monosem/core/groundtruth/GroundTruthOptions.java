package org.monosem.core.groundtruth;

/**
 * What the rows of a {@link GroundTruth} are made of.
 *
 * @param directions how the atoms lie to each other
 * @param firing how often they fire, and which together
 * @param hierarchy which fire only if another does; has the number of atoms
 * @param amplitude how strongly
 * @param biasNorm the length of a random vector that every row has in common
 * @param noise the standard deviation of a normal added to every number
 */
public record GroundTruthOptions(
    AtomDirections directions,
    Firing firing,
    Hierarchy hierarchy,
    Amplitude amplitude,
    double biasNorm,
    double noise) {

  /**
   * Checks the numbers that are not checked by their own types.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public GroundTruthOptions {
    Check.notNegative("biasNorm", biasNorm);
    Check.notNegative("noise", noise);
  }

  /**
   * Returns random unit atoms that fire equally often and independently, at amplitudes in {@code
   * [0.5, 1.5)}, without bias or noise.
   */
  public static GroundTruthOptions of(int atoms, double meanL0) {
    return new GroundTruthOptions(
        AtomDirections.random(),
        Firing.uniform(meanL0),
        Hierarchy.flat(atoms),
        Amplitude.uniform(0.5, 1.5),
        0,
        0);
  }

  /** Returns the same with other directions. */
  public GroundTruthOptions withDirections(AtomDirections value) {
    return new GroundTruthOptions(value, firing, hierarchy, amplitude, biasNorm, noise);
  }

  /** Returns the same with other firing. */
  public GroundTruthOptions withFiring(Firing value) {
    return new GroundTruthOptions(directions, value, hierarchy, amplitude, biasNorm, noise);
  }

  /** Returns the same with another hierarchy, and its number of atoms. */
  public GroundTruthOptions withHierarchy(Hierarchy value) {
    return new GroundTruthOptions(directions, firing, value, amplitude, biasNorm, noise);
  }

  /** Returns the same with other amplitudes. */
  public GroundTruthOptions withAmplitude(Amplitude value) {
    return new GroundTruthOptions(directions, firing, hierarchy, value, biasNorm, noise);
  }

  /** Returns the same with a bias of another length. */
  public GroundTruthOptions withBiasNorm(double value) {
    return new GroundTruthOptions(directions, firing, hierarchy, amplitude, value, noise);
  }

  /** Returns the same with other noise. */
  public GroundTruthOptions withNoise(double value) {
    return new GroundTruthOptions(directions, firing, hierarchy, amplitude, biasNorm, value);
  }
}
