package org.monosem.sae.training;

import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;

/**
 * What decides how much a step holds, apart from how it is computed.
 *
 * @param layout of the rows
 * @param widths of the dictionary
 * @param batch rows of a step
 * @param term beside the objective
 */
record StepSizes(RowLayout layout, DictionaryWidths widths, int batch, RegularisationTerm term) {

  /** Returns an autoencoder's without a term. */
  static StepSizes autoencoder(int dSae, int dIn, int batch) {
    DictionaryWidths widths = new DictionaryWidths(dIn, dSae, dIn);
    return new StepSizes(RowLayout.AUTOENCODER, widths, batch, new NoTerm());
  }

  /** Returns the bytes of the dictionary's arrays. */
  long parameterBytes() {
    long dIn = widths.dIn();
    long dOut = widths.dOut();
    return Float.BYTES * (widths.dSae() * (dIn + dOut + 1) + dOut + (skips() ? dIn * dOut : 0));
  }

  /** Returns the bytes of the rows, centred, their reconstruction, and two batches read ahead. */
  long rowBytes() {
    long dIn = widths.dIn();
    long dOut = widths.dOut();
    long read = layout.isTranscoder() ? dIn + dOut : dIn;
    long copies = layout.parts().isEmpty() ? 0 : read;
    return (long) Float.BYTES * batch * (3 * read + dIn + dOut + copies + (skips() ? dOut : 0));
  }

  /** Returns the bytes of the term's arrays. */
  long termBytes() {
    return term.bytes(widths, batch);
  }

  private boolean skips() {
    return layout.kind() == DictionaryKind.SKIP_TRANSCODER;
  }
}
