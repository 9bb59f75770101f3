package org.monosem.harvest.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a UTF-8 text as one document, or as several if it is very long. */
final class TextDocumentReader implements DocumentReader {
  private static final Logger LOG = LoggerFactory.getLogger(TextDocumentReader.class);
  private static final LineChunks CHUNKS = new LineChunks(1_000_000);
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char REPLACEMENT = '\uFFFD';

  private final BufferedInputStream input;
  private final Reader reader;
  private final String domain;
  private final String source;
  private final StringBuilder buffer = new StringBuilder();
  private int part;
  private long replaced;

  TextDocumentReader(InputStream input, String domain, String source) {
    this.input = new BufferedInputStream(input, TextDetection.HEAD);
    this.reader = new InputStreamReader(this.input, StandardCharsets.UTF_8);
    this.domain = domain;
    this.source = source;
  }

  /** Says whether what follows looks like text; to be asked before reading. */
  boolean looksLikeText() {
    try {
      input.mark(TextDetection.HEAD);
      byte[] head = input.readNBytes(TextDetection.HEAD);
      input.reset();
      return TextDetection.looksLikeText(head);
    } catch (IOException e) {
      throw CorpusException.unreadable(source, e);
    }
  }

  @Override
  public @Nullable Document read() {
    fill();
    if (buffer.isEmpty()) {
      return null;
    }
    int end = CHUNKS.end(buffer, 0);
    boolean whole = part == 0 && end == buffer.length();
    String text = buffer.substring(0, end);
    buffer.delete(0, end);
    part++;
    return new Document(text, domain, whole ? source : source + "#" + part);
  }

  @Override
  public void close() {
    if (replaced > 0) {
      LOG.warn("corpus {}: {} characters U+FFFD where bytes are not UTF-8", source, replaced);
    }
    if (part > 1) {
      LOG.info("corpus {}: cut into {} documents", source, part);
    }
    try {
      reader.close();
    } catch (IOException e) {
      throw CorpusException.unreadable(source, e);
    }
  }

  /** Holds more than a chunk, so that the last piece of a text is known to be the last. */
  private void fill() {
    char[] block = new char[1 << 14];
    try {
      while (buffer.length() <= CHUNKS.limit()) {
        int count = reader.read(block);
        if (count < 0) {
          return;
        }
        append(block, count);
      }
    } catch (IOException e) {
      throw CorpusException.unreadable(source, e);
    }
  }

  private void append(char[] block, int count) {
    boolean first = part == 0 && buffer.isEmpty();
    int from = first && block[0] == BYTE_ORDER_MARK ? 1 : 0;
    buffer.append(block, from, count - from);
    for (int i = from; i < count; i++) {
      replaced += block[i] == REPLACEMENT ? 1 : 0;
    }
  }
}
