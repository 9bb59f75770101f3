package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void mapsValuesToCoordinates() {
    Axis axis = new Axis(0, 10, 100, 0);
    assertThat(axis.at(0)).isEqualTo(100);
    assertThat(axis.at(2.5)).isEqualTo(75);
    assertThat(new Axis(3, 3, 7, 9).at(3)).isEqualTo(7);
  }

  @Test
  void ticksAreRoundValues() {
    assertThat(new Axis(0, 3000, 0, 1).ticks(5)).containsExactly(0.0, 1000.0, 2000.0, 3000.0);
    assertThat(new Axis(0, 1, 0, 1).ticks(5)).hasSize(6);
    assertThat(new Axis(2, 2, 0, 1).ticks(5)).isEmpty();
    assertThat(new Axis(0, Double.NaN, 0, 1).ticks(5)).isEmpty();
  }

  @Test
  void numbersReadTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(
              List.of(
                  NumberText.of(0.000123),
                  NumberText.of(0.123456),
                  NumberText.of(0.00123456),
                  NumberText.of(12.3456),
                  NumberText.of(123456),
                  NumberText.of(1234567),
                  NumberText.of(0),
                  NumberText.percent(0.5),
                  NumberText.count(1234567),
                  NumberText.coordinate(1.239),
                  PlotFrame.compact(150000),
                  PlotFrame.compact(0.25),
                  PlotFrame.compact(2e6)))
          .containsExactly(
              "1.23e-4",
              "0.123",
              "0.00123",
              "12.3",
              "123456",
              "1.23e+6",
              "0",
              "50.0 %",
              "1\u202F234\u202F567",
              "1.24",
              "150 k",
              "0.25",
              "2 M");
    } finally {
      Locale.setDefault(before);
    }
  }
}
