package org.monosem.examples.corpus;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Document;

/**
 * Documents made one by one until they have enough characters.
 *
 * @param domain the domain of all of them
 * @param characters at least this many in all
 * @param text makes the documents
 */
record GeneratedCorpus(String domain, long characters, Text text) implements Corpus {

  /** Makes documents; the same number always gives the same text. */
  interface Text {
    /** Returns the text of document {@code number}, not empty. */
    String document(long number);
  }

  @Override
  public String description() {
    return "generated " + domain;
  }

  @Override
  public Stream<Document> documents() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Documents(), 0), false);
  }

  private final class Documents implements Iterator<Document> {
    private long number;
    private long made;

    @Override
    public boolean hasNext() {
      return made < characters;
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Document next =
          new Document(text.document(number), domain, "generated/" + domain + "/" + number);
      number++;
      made += next.text().length();
      return next;
    }
  }
}
