package org.monosem.harvest.corpus;

import java.util.stream.Stream;

/**
 * A text file.
 *
 * @param skipBinary whether a file that is no text has no documents, rather than being an error
 */
record TextFileCorpus(InputFile file, String domain, boolean skipBinary) implements Corpus {
  @Override
  public String description() {
    return file.path().toString();
  }

  @Override
  public Stream<Document> documents() {
    TextDocumentReader reader = new TextDocumentReader(file.open(), domain, description());
    try {
      if (reader.looksLikeText()) {
        return DocumentReader.stream(reader);
      }
    } catch (CorpusException e) {
      reader.close();
      throw e;
    }
    reader.close();
    if (skipBinary) {
      return Stream.empty();
    }
    throw new CorpusException("corpus " + description() + ": expected text, got a binary file");
  }
}
