package org.monosem.harvest.transformer;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The folders of golden files; see ORIGIN.md beside them. */
final class Golden {
  private Golden() {}

  static Path folder(String name) {
    try {
      return Path.of(Objects.requireNonNull(Golden.class.getResource("gpt2/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
