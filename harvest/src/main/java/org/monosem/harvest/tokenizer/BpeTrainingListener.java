package org.monosem.harvest.tokenizer;

/** Hears how far the training of a tokenizer has come; called in the training thread. */
public interface BpeTrainingListener {

  /** Returns a listener that does nothing. */
  static BpeTrainingListener none() {
    return new BpeTrainingListener() {};
  }

  /**
   * One more document has been cut into words and counted.
   *
   * @param documents documents so far
   * @param characters their UTF-16 characters so far
   */
  default void counted(long documents, long characters) {}

  /**
   * One more token has been learned.
   *
   * @param vocabularySize tokens so far
   * @param wanted tokens asked for
   */
  default void learned(int vocabularySize, int wanted) {}
}
