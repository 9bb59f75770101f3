package org.monosem.harvest.corpus;

import java.util.stream.Stream;

/** The documents on one side of the held-out rule. */
record SplitCorpus(Corpus whole, HeldOutRule rule, boolean heldOut) implements Corpus {
  @Override
  public String description() {
    String side = heldOut ? "held out" : "not held out";
    return whole.description() + " (" + side + " at fraction " + rule.fraction() + ")";
  }

  @Override
  public Stream<Document> documents() {
    return whole.documents().filter(document -> rule.holdsOut(document.text()) == heldOut);
  }
}
