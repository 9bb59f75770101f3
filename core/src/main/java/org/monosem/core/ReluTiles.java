package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;

/**
 * Encodes where features fire by the sign of a pre-activation: ReLU, JumpReLU and gated
 * dictionaries, which differ in their {@link ActivationRule}.
 */
final class ReluTiles implements TileEncoder {

  private final NDArray wEnc;
  private final ActivationRule rule;
  private final ReluEncoder encoder;

  ReluTiles(NDManager manager, DictionaryCheckpoint dictionary, Precision precision) {
    this.wEnc = dictionary.wEnc();
    this.rule = ActivationRule.of(manager, dictionary);
    int dSae = dictionary.config().dSae();
    int tileRows = TileEncoder.tileRows(dSae);
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(dSae, dictionary.config().dIn(), tileRows);
    this.encoder = ReluEncoder.of(manager, precision, sizes, DataType.FLOAT32);
    encoder.refresh(wEnc, rule.bias());
  }

  @Override
  public void encode(NDManager scope, NDArray centred, SparseRowsBuilder result) {
    ActiveEntries active = encoder.encode(scope, centred, wEnc, rule.bias());
    int rows = (int) centred.getShape().get(0);
    int[] entryRows = active.rows().toIntArray();
    int[] features = active.features().toIntArray();
    float[] values = active.values().toFloatArray();
    if (rule.apply(features, values)) {
      result.appendPositive(rows, entryRows, features, values);
    } else {
      result.append(rows, entryRows, features, values);
    }
  }
}
