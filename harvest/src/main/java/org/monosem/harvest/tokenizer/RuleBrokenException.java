package org.monosem.harvest.tokenizer;

/** A rule of {@code tokenizer.json} is broken; says which, without the file's name. */
final class RuleBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuleBrokenException(String message) {
    super(message);
  }
}
