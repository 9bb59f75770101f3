package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.EntrySelection;

/**
 * Finds every positive pre-activation of a batch, with room for them set aside beforehand where the
 * host does not wait for the device to count them. Treats a hybrid route as a sparse one.
 *
 * @param scope the owner of what is found
 * @param request the batch
 * @param workspace its encoder
 */
record PositiveEntries(NDManager scope, GradientRequest request, Workspace workspace) {
  /** Room for pairs beyond those expected: half as many again, and some for every row. */
  private static final double ROOM = 1.5;

  private static final int ROOM_A_ROW = 16;

  /**
   * Returns rows, features, values and the number missed, by row and then by feature.
   *
   * @param xc the rows as the encoder sees them
   * @param bias what stands for the encoder's bias, {@code [dSae]}
   */
  List<NDArray> find(NDArray xc, NDArray wEnc, NDArray bias) {
    long dSae = wEnc.getShape().get(0);
    EntrySelection selection = new EntrySelection(workspace.indices(List.of()), capacity(dSae));
    workspace.encoder().refresh(wEnc, bias);
    ActiveEntries active = workspace.encoder().encode(scope, xc, wEnc, bias, selection);
    return List.of(active.rows(), active.features(), active.values(), active.missed());
  }

  /** Returns how many pairs of one tile there is room for; 0 where counting them costs nothing. */
  private long capacity(long dSae) {
    StepRoute route = request.route();
    if (!workspace.waitless() || route.expectedPairs() == 0) {
      return 0;
    }
    // What is expected leaves out the hot features, which may all fire on every row.
    double expected = route.expectedPairs() + (double) route.hotFeatures().size() * request.batch();
    long tile = Math.min(request.batch(), workspace.encoder().tileRows());
    long room = (long) (ROOM * expected * tile / request.batch()) + ROOM_A_ROW * tile;
    return Math.min(room, tile * dSae);
  }
}
