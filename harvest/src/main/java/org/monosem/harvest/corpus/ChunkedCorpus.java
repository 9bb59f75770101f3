package org.monosem.harvest.corpus;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A corpus whose long documents are cut into several. */
record ChunkedCorpus(Corpus whole, LineChunks chunks) implements Corpus {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkedCorpus.class);

  @Override
  public String description() {
    return whole.description();
  }

  @Override
  public Stream<Document> documents() {
    return DocumentReader.stream(new Cutter(DocumentReader.of(whole.documents())));
  }

  private final class Cutter implements DocumentReader {
    private final DocumentReader documents;
    private @Nullable Document current;
    private int begin;
    private int part;
    private long cut;

    Cutter(DocumentReader documents) {
      this.documents = documents;
    }

    @Override
    public @Nullable Document read() {
      Document document = current;
      if (document == null) {
        document = documents.read();
        if (document == null || document.text().length() <= chunks.limit()) {
          return document;
        }
        current = document;
        begin = 0;
        part = 0;
        cut++;
      }
      return nextPart(document);
    }

    private Document nextPart(Document document) {
      int end = chunks.end(document.text(), begin);
      String text = document.text().substring(begin, end);
      begin = end;
      part++;
      if (end == document.text().length()) {
        current = null;
      }
      return new Document(text, document.domain(), document.source() + "#" + part);
    }

    @Override
    public void close() {
      if (cut > 0) {
        LOG.info(
            "corpus {}: {} documents of more than {} characters cut",
            whole.description(),
            cut,
            chunks.limit());
      }
      documents.close();
    }
  }
}
