package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;

/** Encodes with a ReLU dictionary: every positive pre-activation is an entry. */
final class ReluTiles implements TileEncoder {

  private final NDArray wEnc;
  private final NDArray bEnc;
  private final ReluEncoder encoder;

  ReluTiles(NDManager manager, DictionaryCheckpoint dictionary, Precision precision) {
    this.wEnc = dictionary.wEnc();
    this.bEnc = dictionary.bEnc();
    int dSae = dictionary.config().dSae();
    int tileRows = TileEncoder.tileRows(dSae);
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(dSae, dictionary.config().dIn(), tileRows);
    this.encoder = ReluEncoder.of(manager, precision, sizes, DataType.FLOAT32);
    encoder.refresh(wEnc, bEnc);
  }

  @Override
  public void encode(NDManager scope, NDArray centred, SparseRowsBuilder result) {
    ActiveEntries active = encoder.encode(scope, centred, wEnc, bEnc);
    result.append(
        (int) centred.getShape().get(0),
        active.rows().toIntArray(),
        active.features().toIntArray(),
        active.values().toFloatArray());
  }
}
