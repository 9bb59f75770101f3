package org.monosem.harvest.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A corpus that is missing, damaged or empty; the message is one line that names the file. */
public final class CorpusException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  CorpusException(String message) {
    super(message, new IOException(message));
  }

  CorpusException(String message, IOException cause) {
    super(message, cause);
  }

  static CorpusException unreadable(Path file, IOException cause) {
    return unreadable(file.toString(), cause);
  }

  static CorpusException unreadable(String name, IOException cause) {
    return new CorpusException("corpus " + name + ": cannot be read: " + cause, cause);
  }

  /** Returns the exception for a corpus that had nothing to give. */
  public static CorpusException noDocuments(Corpus corpus) {
    return new CorpusException("corpus " + corpus.description() + ": no documents");
  }
}
