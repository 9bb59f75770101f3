package org.monosem.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;

/**
 * The public signatures of this module are those of {@code public-api.txt}, so that the stable API
 * changes only on purpose. After a change on purpose, copy {@code target/public-api.txt} over it
 * and say in {@code CHANGES.md} what changed.
 */
class PublicApiTest {
  @Test
  void signaturesAreTheRecordedOnes() throws IOException, URISyntaxException {
    String now = PublicSignatures.ofModule(SparseAutoencoder.class);
    Path written = target().resolve("public-api.txt");
    Files.writeString(written, now);
    assertThat(now).as("after a change on purpose, record %s", written).isEqualTo(recorded());
  }

  private static String recorded() throws IOException {
    try (InputStream text = PublicApiTest.class.getResourceAsStream("public-api.txt")) {
      byte[] bytes = Objects.requireNonNull(text, "public-api.txt is missing").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  /** Returns the build folder, that of this very class, wherever the tests are started. */
  private static Path target() throws URISyntaxException {
    URL classes = PublicApiTest.class.getProtectionDomain().getCodeSource().getLocation();
    return Objects.requireNonNull(Path.of(classes.toURI()).getParent());
  }
}
