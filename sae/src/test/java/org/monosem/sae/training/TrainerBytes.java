package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The bits of everything that a training changes. */
final class TrainerBytes {
  private TrainerBytes() {}

  static List<byte[]> of(SaeTrainer trainer) {
    TrainingState state = trainer.state();
    List<NDArray> arrays = new ArrayList<>(state.parameters().list());
    arrays.addAll(state.firstMoments().list());
    arrays.addAll(state.secondMoments().list());
    arrays.add(state.firing().silentRows());
    arrays.addAll(state.estimates().values());
    List<byte[]> bytes = new ArrayList<>(arrays.stream().map(NDArray::toByteArray).toList());
    bytes.add(ByteBuffer.allocate(8).putDouble(state.penaltyLevel().factor()).array());
    bytes.add(ByteBuffer.allocate(8).putLong(state.highNorm().count()).array());
    return bytes;
  }
}
