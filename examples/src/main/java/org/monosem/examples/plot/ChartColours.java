package org.monosem.examples.plot;

import java.awt.Color;
import java.util.List;

/** Okabe and Ito's colours, told apart by everyone. */
final class ChartColours {
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x882255),
          new Color(0x666666));

  private ChartColours() {}

  /** Returns the colour of a place in an order; more places than colours begin again. */
  static Color of(int index) {
    return COLOURS.get(index % COLOURS.size());
  }
}
