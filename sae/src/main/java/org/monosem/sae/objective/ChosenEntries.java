package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.encoder.TopKSelection;
import org.monosem.core.kernel.KernelModule;

/**
 * Which pairs of row and feature are active, by row and then by feature.
 *
 * @param rows the row of each entry, int32
 * @param features its feature, int32
 * @param values its activation, zero where there is none after all
 * @param missed how many entries had no room, int64 {@code []}
 * @param padded whether values may be zero
 */
record ChosenEntries(
    NDArray rows, NDArray features, NDArray values, NDArray missed, boolean padded) {
  static final KernelModule KERNELS = KernelModule.load(ChosenEntries.class, "topk.py");

  static ChosenEntries of(List<NDArray> arrays, boolean padded) {
    return new ChosenEntries(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3), padded);
  }

  List<NDArray> list() {
    return List.of(rows, features, values, missed);
  }

  /**
   * Chooses the {@code k} largest pre-activations of every row; those not positive have the value
   * zero.
   *
   * @param scope the owner of the result
   * @param xc the rows as the encoder sees them
   */
  static ChosenEntries ofRows(
      NDManager scope, NDArray xc, DictionaryParameters p, int k, Workspace workspace) {
    NDArray buffer = workspace.preActivations();
    int tile = (int) buffer.getShape().get(0);
    int batch = (int) xc.getShape().get(0);
    TopKSelection selection = TopKSelection.of(p.dSae(), k);
    List<NDArray> values = new ArrayList<>();
    List<NDArray> columns = new ArrayList<>();
    for (int start = 0; start < batch; start += tile) {
      NDArray rows = xc.get(start + ":" + Math.min(batch, start + tile));
      rows.attach(scope);
      NDArray pre = KERNELS.callForArray(scope, "pre_activations", rows, p.list(), buffer);
      List<NDArray> top =
          pre.getDataType() == DataType.FLOAT32
              ? selection.select(scope, pre)
              : KERNELS.call(scope, "largest", pre, k);
      values.add(top.get(0));
      columns.add(top.get(1));
    }
    return of(KERNELS.call(scope, "row_entries", values, columns), true);
  }
}
