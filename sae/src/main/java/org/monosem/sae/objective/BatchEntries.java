package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.EntrySelection;
import org.monosem.core.encoder.ReluEncoder;

/**
 * Chooses the largest positive pre-activations of a whole batch, exactly and without keeping a
 * dense row: candidates are those above a bound, which is most of the last batch's least value
 * chosen. Should they be too few, the bound is zero, and all positive ones are candidates.
 */
final class BatchEntries {
  /** Of the last batch's least value. */
  private static final double SHARE = 0.9;

  /** Rows that a first guess of the least value is made of, and the share of it that is safe. */
  private static final int SAMPLE_ROWS = 64;

  private static final double SAMPLE_SHARE = 0.7;

  /** Room for candidates beyond the entries wanted. */
  private static final double ROOM = 1.6;

  private static final int ROOM_A_ROW = 16;

  private final NDManager scope;
  private final NDArray xc;
  private final DictionaryParameters p;
  private final Workspace workspace;

  BatchEntries(NDManager scope, NDArray xc, DictionaryParameters p, Workspace workspace) {
    this.scope = scope;
    this.xc = xc;
    this.p = p;
    this.workspace = workspace;
  }

  /** The entries, and the least pre-activation among them, float64 {@code []}; 0 if none. */
  record Found(ChosenEntries entries, NDArray least) {}

  /**
   * Looks where the last batch suggests; {@link ChosenEntries#missed} says whether that sufficed,
   * which it always does where the host may wait.
   *
   * @param count how many are wanted
   * @param cut the last batch's least value, float64 {@code []}
   */
  Found near(long count, NDArray cut) {
    Found found = above(xc, count, cut, SHARE, capacity(count));
    boolean again = !workspace.waitless() && found.entries().missed().getLong() > 0;
    return again ? all(count) : found;
  }

  /** Looks without any idea of the least value. */
  Found anywhere(long count) {
    long batch = xc.getShape().get(0);
    if (batch <= SAMPLE_ROWS) {
      return all(count);
    }
    NDArray sample = xc.get(":" + SAMPLE_ROWS);
    sample.attach(scope);
    long expected = Math.max(1, count * SAMPLE_ROWS / batch);
    Found guess = above(sample, expected, zero(), 1, 0);
    Found found = above(xc, count, guess.least(), SAMPLE_SHARE, 0);
    return found.entries().missed().getLong() > 0 ? all(count) : found;
  }

  private Found all(long count) {
    return above(xc, count, zero(), 1, 0);
  }

  private Found above(NDArray rows, long count, NDArray cut, double share, long capacity) {
    List<NDArray> bound = ChosenEntries.KERNELS.call(scope, "bound", cut, share, p.bEnc());
    ReluEncoder encoder = workspace.encoder();
    encoder.refresh(p.wEnc(), bound.get(1));
    EntrySelection selection = new EntrySelection(workspace.indices(List.of()), capacity);
    ActiveEntries active = encoder.encode(scope, rows, p.wEnc(), bound.get(1), selection);
    List<NDArray> candidates =
        List.of(active.rows(), active.features(), active.values(), active.missed());
    List<NDArray> out =
        ChosenEntries.KERNELS.call(scope, "batch_entries", candidates, bound.get(0), count);
    return new Found(ChosenEntries.of(out, capacity > 0), out.get(4));
  }

  private NDArray zero() {
    return scope.zeros(new Shape(), DataType.FLOAT64);
  }

  /**
   * A tile's room: candidates of the whole batch, shared evenly; 0 where counting costs nothing.
   */
  private long capacity(long count) {
    if (!workspace.waitless()) {
      return 0;
    }
    long batch = xc.getShape().get(0);
    long tile = Math.min(batch, workspace.encoder().tileRows());
    long room = (long) (ROOM * count * tile / batch) + ROOM_A_ROW * tile;
    return Math.min(room, tile * p.dSae());
  }
}
