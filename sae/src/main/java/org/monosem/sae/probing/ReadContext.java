package org.monosem.sae.probing;

import java.util.Arrays;
import org.monosem.core.FeatureActivations;
import org.monosem.sae.feature.TokenContext;

/**
 * A context that the model and the dictionary have read, one of a batch.
 *
 * @param context its tokens and documents
 * @param firstRow where its rows begin in the batch
 * @param activations of the batch, {@code [rows, dIn]} one after the other
 * @param features of the batch, as many rows
 * @param dIn the width
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadContext(
    TokenContext context, int firstRow, float[] activations, FeatureActivations features, int dIn) {

  /** Returns the activations at a position. */
  float[] row(int position) {
    int begin = (firstRow + position) * dIn;
    return Arrays.copyOfRange(activations, begin, begin + dIn);
  }
}
