package org.monosem.harvest.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A tokenizer file that cannot be read, or that breaks a rule; the message names the file. */
public final class TokenizerException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  TokenizerException(String message) {
    super(message, new IOException(message));
  }

  TokenizerException(String message, Exception cause) {
    super(message, cause instanceof IOException io ? io : new IOException(message, cause));
  }
}
