package org.monosem.examples.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ParetoPlotTest {
  private static final ParetoPlot.Point FIRST = new ParetoPlot.Point("topk", 64, 8, 0.4);
  private static final ParetoPlot.Point SECOND = new ParetoPlot.Point("topk", 64, 16, 0.2);
  private static final ParetoPlot.Point WORSE = new ParetoPlot.Point("2024 & <more>", 64, 20, 0.3);
  private static final ParetoPlot.Point BEST = new ParetoPlot.Point("2024 & <more>", 256, 30, 0.1);
  private static final ParetoPlot PLOT =
      new ParetoPlot("L0", "FVU", ParetoPlot.Better.LOWER, List.of(BEST, WORSE, SECOND, FIRST));

  @TempDir private Path folder;

  @Test
  void theFrontIsWhatNoOtherBeats() {
    assertThat(PLOT.front()).containsExactly(FIRST, SECOND, BEST);
    ParetoPlot higher = new ParetoPlot("L0", "recovered", ParetoPlot.Better.HIGHER, PLOT.points());
    assertThat(higher.front()).containsExactly(FIRST);
    ParetoPlot.Point tie = new ParetoPlot.Point("topk", 64, 8, 0.5);
    ParetoPlot tied =
        new ParetoPlot("L0", "FVU", ParetoPlot.Better.LOWER, List.of(tie, FIRST, FIRST));
    assertThat(tied.front()).containsExactly(FIRST);
  }

  @Test
  void theSvgNamesEveryCurveTheAxesAndTheFront() throws Exception {
    PLOT.write(folder.resolve("plot"));
    Document svg = parsed(Files.readString(folder.resolve("plot.svg")));
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent().lines())
        .containsExactly(
            "across: L0",
            "up: FVU",
            "Pareto front: (8.00000, 0.400000) (16.0000, 0.200000) (30.0000, 0.100000)",
            "2024 & <more>, 64 features: (20.0000, 0.300000)",
            "2024 & <more>, 256 features: (30.0000, 0.100000)",
            "topk, 64 features: (8.00000, 0.400000) (16.0000, 0.200000)");
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(4);
  }

  @Test
  void thePngIsAPicture() throws Exception {
    PLOT.write(folder.resolve("plot"));
    BufferedImage image = ImageIO.read(folder.resolve("plot.png").toFile());
    assertThat(image.getWidth()).isEqualTo(1800);
    assertThat(image.getHeight()).isEqualTo(1120);
    long blue = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        blue += (image.getRGB(x, y) & 0xFFFFFF) == 0x0072B2 ? 1 : 0;
      }
    }
    assertThat(blue).isGreaterThan(500); // markers and line of the first kind
  }

  @Test
  void isTheSameEveryTimeAndNothingWithoutPoints() throws Exception {
    PLOT.write(folder.resolve("one"));
    PLOT.write(folder.resolve("two"));
    for (String type : List.of(".svg", ".png")) {
      assertThat(folder.resolve("one" + type)).hasSameBinaryContentAs(folder.resolve("two" + type));
    }
    new ParetoPlot("L0", "FVU", ParetoPlot.Better.LOWER, List.of()).write(folder.resolve("none"));
    assertThat(folder.resolve("none.svg")).doesNotExist();
    assertThat(folder.resolve("none.png")).doesNotExist();
  }

  /** Reads XML, the document type that it names left alone. */
  private static Document parsed(String text) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setEntityResolver((id, system) -> new InputSource(new StringReader("")));
    return builder.parse(new InputSource(new StringReader(text)));
  }
}
