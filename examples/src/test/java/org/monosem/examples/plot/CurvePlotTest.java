package org.monosem.examples.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvePlotTest {
  private static final CurvePlot.Curve MEASURED =
      new CurvePlot.Curve("measured", CurvePlot.Style.LINE, points(1, 4, 10, 2, 100, 1));
  private static final CurvePlot.Curve PREDICTED =
      new CurvePlot.Curve("n^2 / 4m", CurvePlot.Style.PREDICTION, points(1, 5, 10, 2.5, 100, -1));
  private static final CurvePlot.Curve SINGLE =
      new CurvePlot.Curve("runs", CurvePlot.Style.MARKS, points(10, 3));

  @TempDir private Path folder;

  @Test
  void theSvgNamesEveryCurveAndLeavesOutWhatALogarithmCannotShow() throws Exception {
    plot(CurvePlot.Axis.logarithmic("collisions"), MEASURED, PREDICTED, SINGLE)
        .write(folder.resolve("plot"));
    assertThat(Files.readString(folder.resolve("plot.svg")))
        .contains("across: units\nup: collisions\n")
        .contains("measured: (1.00000, 4.00000) (10.0000, 2.00000) (100.000, 1.00000)\n")
        .contains("n^2 / 4m: (1.00000, 5.00000) (10.0000, 2.50000)\n")
        .contains("runs: (10.0000, 3.00000)\n");
  }

  @Test
  void thePngShowsLinesDashesAndMarks() throws Exception {
    plot(CurvePlot.Axis.linear("collisions"), MEASURED, PREDICTED, SINGLE)
        .write(folder.resolve("plot"));
    BufferedImage image = ImageIO.read(folder.resolve("plot.png").toFile());
    assertThat(pixels(image, 0x0072B2)).isGreaterThan(1000);
    assertThat(pixels(image, 0xD55E00)).isBetween(500L, 10_000L);
    assertThat(pixels(image, 0x009E73)).isBetween(50L, 2000L);
  }

  @Test
  void withoutPointsNothingIsWritten() {
    plot(
            CurvePlot.Axis.logarithmic("collisions"),
            new CurvePlot.Curve("none", CurvePlot.Style.LINE, points(1, 0, 2, -3, 3, Double.NaN)))
        .write(folder.resolve("none"));
    assertThat(folder.resolve("none.svg")).doesNotExist();
    assertThat(folder.resolve("none.png")).doesNotExist();
  }

  private static CurvePlot plot(CurvePlot.Axis up, CurvePlot.Curve... curves) {
    return new CurvePlot("Collisions", CurvePlot.Axis.logarithmic("units"), up, List.of(curves));
  }

  private static List<CurvePlot.Point> points(double... pairs) {
    return IntStream.range(0, pairs.length / 2)
        .mapToObj(i -> new CurvePlot.Point(pairs[2 * i], pairs[2 * i + 1]))
        .toList();
  }

  private static long pixels(BufferedImage image, int colour) {
    long count = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
      }
    }
    return count;
  }
}
