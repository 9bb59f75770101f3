package org.monosem.sae.toymodel.engineered;

/**
 * The model {@code h = act(L1 x + b), y = L2 h}, and what it is asked.
 *
 * @param task what {@code y} is to be
 * @param activation of the hidden units
 * @param units how many hidden units there are, {@code k}, at least 1
 */
public record ToyNetwork(ToyTask task, ToyActivation activation, int units) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if there is no unit
   */
  public ToyNetwork {
    Check.atLeastOne("units", units);
  }
}
