package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.EntrySelection;
import org.monosem.core.encoder.Precision;

/** One gradient by active entries: encode, decode, then sum by feature. */
final class SparseStep {
  /** Columns gathered at a time on a CPU: 4096 rows of them are 1 MB. */
  private static final int CPU_BLOCK = 64;

  /** Room for active pairs beyond those expected: half as many again, and some for every row. */
  private static final double ROOM = 1.5;

  private static final int ROOM_A_ROW = 16;

  private final L1Objective objective;
  private final NDManager scope;
  private final DictionaryParameters p;
  private final GradientRequest request;
  private final Workspace workspace;

  SparseStep(
      L1Objective objective,
      NDManager scope,
      DictionaryParameters p,
      GradientRequest request,
      Workspace workspace) {
    this.objective = objective;
    this.scope = scope;
    this.p = p;
    this.request = request;
    this.workspace = workspace;
  }

  /** Returns what the dense kernel returns, and at the end how many pairs had no room. */
  NDList gradient(NDManager manager) {
    NDArray x = request.rows();
    NDArray y = request.targets();
    NDArray centred =
        objective.preEncoderBias() ? objective.call(scope, "centred", x, p.list(), true).get(0) : x;
    NDArray hot = workspace.indices(request.route().hotFeatures());
    EntrySelection selection = new EntrySelection(hot, capacity());
    workspace.encoder().refresh(p.wEnc(), p.bEnc());
    ActiveEntries active =
        workspace.encoder().encode(scope, centred, p.wEnc(), p.bEnc(), selection);
    List<NDArray> entries =
        List.of(active.rows(), active.features(), active.values(), active.missed());
    boolean padded = selection.capacity() > 0;
    boolean normWeighted = objective.penaltyWeight() == PenaltyWeight.DECODER_NORM;
    double factor = objective.errorReduction().factor(p.dOut());
    double penalty = objective.coefficient() * request.penaltyFactor();
    NDList decoded =
        objective.call(
            scope,
            "decode",
            centred,
            y,
            p.list(),
            entries,
            padded,
            selection.skip(),
            workspace.encoder().precision() == Precision.BF16,
            block(x, p.dOut()),
            normWeighted,
            objective.blocks(p.dOut()),
            factor,
            penalty);
    return objective.call(
        manager,
        "sparse_gradient",
        centred,
        y,
        p.list(),
        entries,
        decoded,
        padded,
        selection.skip(),
        block(x, p.dIn()),
        block(x, p.dOut()),
        objective.preEncoderBias(),
        normWeighted,
        objective.blocks(p.dOut()),
        factor,
        penalty);
  }

  /** Returns how many pairs of one tile there is room for; 0 where counting them costs nothing. */
  private long capacity() {
    long expected = request.route().expectedPairs();
    if (expected == 0 || !workspace.waitless()) {
      return 0;
    }
    long batch = request.rows().getShape().get(0);
    long tile = Math.min(batch, workspace.encoder().tileRows());
    long room = (long) (ROOM * expected * tile / batch) + ROOM_A_ROW * tile;
    return Math.min(room, tile * p.dSae());
  }

  /** Returns how many columns of a table of rows of a width are gathered at a time. */
  static int block(NDArray rows, int width) {
    return rows.getDevice().isGpu() ? width : CPU_BLOCK;
  }
}
