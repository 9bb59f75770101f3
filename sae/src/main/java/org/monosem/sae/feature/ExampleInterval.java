package org.monosem.sae.feature;

import java.util.List;

/**
 * Examples of one level of activation, drawn at random from {@code from < activation <= to}.
 *
 * @param from the lower bound, excluded
 * @param to the upper bound, included
 * @param examples places where the feature fired that strongly, in random order
 */
public record ExampleInterval(double from, double to, List<ContextExample> examples) {

  /** Copies the examples. */
  public ExampleInterval {
    examples = List.copyOf(examples);
  }
}
