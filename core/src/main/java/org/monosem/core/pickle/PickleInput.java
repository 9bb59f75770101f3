package org.monosem.core.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/** The bytes of a pickle, read forwards; no length is believed before so many bytes are there. */
final class PickleInput {
  /** More than the largest checkpoints' pickles, whose tensors lie elsewhere. */
  static final int MAX_BYTES = 1 << 26;

  private static final int MAX_LINE = 1 << 16;
  private static final int PIECE = 1 << 13;

  private final Path path;
  private final ByteSource source;
  private final long begin;
  private final long end;
  private final byte[] piece = new byte[PIECE];
  private long pieceBegin;
  private int pieceLength;
  private long position;

  /** The pickle that begins at a byte of a source, which may go on behind the pickle. */
  PickleInput(Path path, ByteSource source, long begin) {
    this.path = path;
    this.source = source;
    this.begin = begin;
    this.position = begin;
    this.end = Math.min(source.length(), begin + MAX_BYTES);
  }

  /** Returns the byte of the source that is read next. */
  long position() {
    return position;
  }

  int readByte() {
    if (position >= end) {
      throw broken("expected more bytes, got the end");
    }
    if (position < pieceBegin || position >= pieceBegin + pieceLength) {
      pieceBegin = position;
      pieceLength = (int) Math.min(PIECE, end - position);
      source.read(position, piece, 0, pieceLength);
    }
    return piece[(int) (position++ - pieceBegin)] & 0xFF;
  }

  /** Reads a little-endian number of up to 8 bytes, without sign if there are fewer. */
  long readNumber(int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) readByte() << (8 * i);
    }
    return number;
  }

  double readBigEndianDouble() {
    return ByteBuffer.wrap(readBytes(Double.BYTES)).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** Reads bytes whose number the pickle claims. */
  byte[] readBytes(long count) {
    requireLeft(count);
    byte[] bytes = new byte[(int) count];
    source.read(position, bytes, 0, bytes.length);
    position += count;
    return bytes;
  }

  /** Reads UTF-8 whose number of bytes the pickle claims. */
  String readText(long count) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(readBytes(count)))
          .toString();
    } catch (CharacterCodingException e) {
      throw broken("expected a string in UTF-8, got other bytes");
    }
  }

  /** Reads up to the next line feed, which is taken but not returned, one byte a character. */
  String readLine() {
    StringBuilder line = new StringBuilder();
    for (int next = readByte(); next != '\n'; next = readByte()) {
      if (line.length() == MAX_LINE) {
        throw broken("expected a line of at most " + MAX_LINE + " bytes, got more");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  void requireLeft(long count) {
    if (count < 0 || count > end - position) {
      throw broken("expected " + (end - position) + " bytes at most, got a claim of " + count);
    }
  }

  TensorFileException broken(String problem) {
    return new TensorFileException(path, "pickle at byte " + (position - begin) + ": " + problem);
  }

  /** Returns the refusal of what only code could read. */
  TensorFileException refused(String name) {
    return new TensorFileException(
        path,
        "pickle names "
            + TensorFileException.shown(name)
            + ", which is refused: only tensors and plain containers are read");
  }
}
