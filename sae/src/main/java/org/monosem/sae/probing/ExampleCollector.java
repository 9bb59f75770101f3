package org.monosem.sae.probing;

import java.util.Optional;

/** Picks examples out of what is read. */
interface ExampleCollector {
  void accept(ReadContext read);

  /** Returns what was picked; empty if nothing was. */
  Optional<ProbeExamples> examples();
}
