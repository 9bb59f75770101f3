package org.monosem.sae.feature;

/**
 * A place where one feature fired, with the tokens around it and the feature's activation on each.
 *
 * <p>Indices count within the window: {@code 0 <= index < length()}. Immutable.
 */
public final class ContextExample {
  private final TokenContext context;
  private final int begin;
  private final int center;
  private final float[] activations;

  /** Keeps the arrays; {@code center} is an index within the window. */
  ContextExample(TokenContext context, int begin, int center, float[] activations) {
    this.context = context;
    this.begin = begin;
    this.center = center;
    this.activations = activations;
  }

  /** Returns the number of tokens of the window. */
  public int length() {
    return activations.length;
  }

  /** Returns a token id of the window. */
  public int token(int index) {
    return context.token(begin + checkIndex(index));
  }

  /** Returns the feature's activation on a token of the window; zero where it did not fire. */
  public float activation(int index) {
    return activations[checkIndex(index)];
  }

  /** Returns the index of the token that this example is about. */
  public int center() {
    return center;
  }

  /** Returns the activation at {@link #center}. */
  public float value() {
    return activations[center];
  }

  /** Returns the token id at {@link #center}. */
  public int centerToken() {
    return token(center);
  }

  /** Returns the position of {@link #center} in its context, from zero. */
  public int position() {
    return begin + center;
  }

  /** Returns the document of the token at {@link #center}. */
  public DocumentSpan document() {
    return context.document(position());
  }

  private int checkIndex(int index) {
    if (index < 0 || index >= activations.length) {
      throw new IndexOutOfBoundsException(
          "token " + index + " of a window of " + activations.length);
    }
    return index;
  }
}
