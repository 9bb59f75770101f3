package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.InputNormalisation;
import org.monosem.core.kernel.KernelModule;

/** What a dictionary does to rows before it encodes them, and undoes on what it decodes. */
final class InputRows {
  private static final KernelModule KERNELS =
      KernelModule.load(InputRows.class, "normalisation.py");

  private final InputNormalisation normalisation;
  private final boolean undone;

  InputRows(DictionaryConfig config) {
    this.normalisation = config.inputNormalisation();
    this.undone = config.kind() == DictionaryKind.AUTOENCODER;
  }

  /** Returns normalised rows, owned by {@code scope}; the rows themselves if nothing is done. */
  NDArray normalised(NDArray rows, NDManager scope) {
    if (normalisation == InputNormalisation.NONE) {
      return rows;
    }
    return KERNELS.callForArray(scope, normalisation.saeLensName(), rows);
  }

  /** Brings what was decoded for the rows back to their scale, in place; not for transcoders. */
  void undo(NDArray rows, NDArray decoded) {
    if (undone && normalisation != InputNormalisation.NONE) {
      KERNELS.run("undo_" + normalisation.saeLensName(), rows, decoded);
    }
  }
}
