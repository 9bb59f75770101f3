package org.monosem.sae.toymodel.engineered;

/**
 * What all the runs of a training share.
 *
 * @param data the features and the projection's size
 * @param network the model and its task
 * @param schedule the updates
 */
public record EngineeredPlan(ToyData data, ToyNetwork network, ToySchedule schedule) {

  /**
   * Returns the paper's default setting: 512 features of density 1/64 in 64 dimensions, a decoder
   * of 1024 ReLUs, LAMB, 2^17 steps of 2^13 rows. Minutes to an hour on a GPU, days on a processor.
   */
  public static EngineeredPlan published() {
    return new EngineeredPlan(
        new ToyData(512, 64, FrequencyLaw.UNIFORM, 1.0 / 64),
        new ToyNetwork(ToyTask.DECODER, ToyActivation.RELU, 1024),
        new ToySchedule(ToyOptimiser.LAMB, 1 << 13, 1L << 17, 0));
  }

  /** Returns the same with another number of hidden units. */
  public EngineeredPlan withUnits(int units) {
    return new EngineeredPlan(
        data, new ToyNetwork(network.task(), network.activation(), units), schedule);
  }

  /** Returns the width of the output: {@code features}, or {@code dims} of a re-projector. */
  public int outputs() {
    return network.task() == ToyTask.RE_PROJECTOR ? data.dims() : data.features();
  }
}
