package org.monosem.core.metric;

import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One implementation of {@link Accumulator} with the three parts of the golden data set.
 *
 * @param empty makes an empty one
 * @param acceptPart gives it one part
 * @param wider makes one of another width, null if there are no widths
 */
record AccumulatorSubject<A extends Accumulator<A, V>, V>(
    Supplier<A> empty, ObjIntConsumer<A> acceptPart, Supplier<A> wider) {
  private static final Golden GOLDEN = Golden.load();

  static Stream<AccumulatorSubject<?, ?>> all() {
    float[] norms = GOLDEN.decoderNorms;
    return Stream.of(
        reconstruction(SquaredErrorAccumulator::create),
        reconstruction(ExplainedVarianceAccumulator::create),
        reconstruction(LegacyExplainedVarianceAccumulator::create),
        reconstruction(CosineSimilarityAccumulator::create),
        reconstruction(ShrinkageAccumulator::create),
        reconstruction(PeerReconstructionAccumulator::create),
        features(PeerSparsityAccumulator::create),
        features(L0Accumulator::create),
        features(FeatureDensityAccumulator::create),
        new AccumulatorSubject<>(
            () -> L1Accumulator.weightedBy(norms),
            (a, part) -> a.accept(GOLDEN.features(part)),
            () -> L1Accumulator.unitDecoder(13)),
        new AccumulatorSubject<>(
            () -> MeanVectorAccumulator.create(6),
            (a, part) -> a.accept(GOLDEN.x(part)),
            () -> MeanVectorAccumulator.create(7)),
        new AccumulatorSubject<>(
            LossRecoveredAccumulator::create, AccumulatorSubject::acceptLosses, null),
        new AccumulatorSubject<>(
            PeerLossRecoveredAccumulator::create,
            (a, part) -> {
              LossRecoveredAccumulator batch = LossRecoveredAccumulator.create();
              acceptLosses(batch, part);
              a.accept(batch.value());
            },
            null),
        new AccumulatorSubject<>(
            () -> ReconstructionMetrics.create(6, norms),
            (a, part) ->
                a.accept(GOLDEN.x(part), GOLDEN.features(part), GOLDEN.reconstruction(part)),
            () -> ReconstructionMetrics.createForUnitDecoder(7, 13)));
  }

  private static <A extends ReconstructionAccumulator<A, V>, V>
      AccumulatorSubject<A, V> reconstruction(IntFunction<A> create) {
    return new AccumulatorSubject<>(
        () -> create.apply(6), (a, part) -> a.accept(GOLDEN.batch(part)), () -> create.apply(7));
  }

  private static <A extends FeatureAccumulator<A, V>, V> AccumulatorSubject<A, V> features(
      IntFunction<A> create) {
    return new AccumulatorSubject<>(
        () -> create.apply(12),
        (a, part) -> a.accept(GOLDEN.features(part)),
        () -> create.apply(13));
  }

  private static void acceptLosses(LossRecoveredAccumulator a, int part) {
    a.accept(GOLDEN.arms(part));
  }

  A create() {
    return empty.get();
  }

  A of(int... parts) {
    A accumulator = create();
    for (int part : parts) {
      accept(accumulator, part);
    }
    return accumulator;
  }

  void accept(A accumulator, int part) {
    acceptPart.accept(accumulator, part);
  }

  /** Whether the value consists of counts alone, which are zero, not NaN, without rows. */
  boolean counts() {
    return create().value() instanceof FeatureDensity;
  }

  @Override
  public String toString() {
    return create().getClass().getSimpleName();
  }
}
