package org.monosem.core.hub;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The hub refused, could not be reached, or sent something else than it announced. */
public final class HubException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  HubException(String message) {
    super(message, new IOException(message));
  }

  HubException(String message, IOException cause) {
    super(message, cause);
  }
}
