package org.monosem.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;

/** The README's program is the one that is compiled here, and it runs. */
class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Pattern JAVA_BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void showsTheProgram() throws IOException {
    Path readme = MODULE.resolveSibling("README.md");
    assertThat(readme)
        .as("README.md must show FirstFeatures in its first ```java block")
        .isRegularFile();
    Matcher block = JAVA_BLOCK.matcher(Files.readString(readme));
    assertThat(block.find())
        .as("%s must show FirstFeatures in its first ```java block", readme)
        .isTrue();
    Path program = MODULE.resolve("src/main/java/org/monosem/examples/FirstFeatures.java");
    String source = Files.readString(program);
    assertThat(block.group(1).strip())
        .as("the first ```java block of %s is %s from its first import on", readme, program)
        .isEqualTo(source.substring(source.indexOf("import ")).strip());
  }

  @Test
  void theProgramRuns() {
    makeDictionary();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      FirstFeatures.main(new String[] {folder.toString()});
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(5)
        .first()
        .asString()
        .matches("row 0: feature \\d+ at \\d+\\.\\d{3}");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .last()
        .asString()
        .matches("mean L0 \\d\\.\\d of 8 features");
  }

  /** Four features along the axes of the input, four against them: of every row some are active. */
  private void makeDictionary() {
    try (NDManager manager = NDManager.newBaseManager()) {
      var axes = manager.eye(4).concat(manager.eye(4).neg(), 0);
      DictionaryConfig config = DictionaryConfig.relu(4, 8, false);
      var none = manager.zeros(new Shape(8));
      try (SparseAutoencoder dictionary =
          SparseAutoencoder.of(manager, config, axes, none, axes, manager.zeros(new Shape(4)))) {
        dictionary.save(folder);
      }
    }
  }
}
