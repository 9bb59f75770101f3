package org.monosem.core.json;

/** A text that is not the strict JSON that was expected; the message says where and why. */
public final class MalformedJsonException extends RuntimeException {
  MalformedJsonException(String where, String why) {
    super(where + ": " + why);
  }
}
