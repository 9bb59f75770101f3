package org.monosem.harvest.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file to read, packed or not.
 *
 * @param path the file
 * @param gzip whether its content is packed
 */
record InputFile(Path path, boolean gzip) {
  private static final int BUFFER = 1 << 16;

  InputStream open() {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
      return gzip ? unpacked(raw) : raw;
    } catch (IOException e) {
      throw CorpusException.unreadable(path, e);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
