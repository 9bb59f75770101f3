package org.monosem.sae.probing;

/** Picks examples out of what is read. */
interface ExampleCollector {
  void accept(ReadContext read);

  ProbeExamples examples();
}
