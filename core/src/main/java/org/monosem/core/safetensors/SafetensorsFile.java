package org.monosem.core.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An open safetensors file of any size: its header in memory, its elements copied out or mapped on
 * demand.
 *
 * <p>{@link #map} for views, everything else for copies. Reads of values copy because a file that
 * someone truncates must end in a {@link SafetensorsException}: under a map it ends in an {@link
 * InternalError}, on Java 17 even somewhere after the read. A copy costs 0.3 s of processor time
 * per GiB in the page cache, of which a map would save a third.
 *
 * <p>Opening checks the whole header against the rules of the format (see the package) and against
 * the length of the file. Safe for use by several threads; interrupts do not disturb it. Once
 * closed, every read throws {@link IllegalStateException}; what was read before stays valid.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The piece in which elements are copied: it stays in a core's own cache. */
  static final int CHUNK_BYTES = 1 << 18;

  private static final int SHOWN_NAMES = 10;

  private final Path path;
  private final FileBytes file;
  private final Header header;
  private final long dataStart;

  private SafetensorsFile(Path path, FileBytes file, Header header, long dataStart) {
    this.path = path;
    this.file = file;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws SafetensorsException if the file is missing, unreadable, or breaks a rule of the format
   */
  public static SafetensorsFile open(Path path) {
    FileBytes file = FileBytes.open(path);
    try {
      long headerBytes = HeaderLength.read(path, file);
      long dataStart = Long.BYTES + headerBytes;
      Header header =
          HeaderParser.parse(path, file.stream(Long.BYTES, headerBytes), file.length() - dataStart);
      return new SafetensorsFile(path, file, header, dataStart);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Returns the file, as it was given. */
  public Path path() {
    return path;
  }

  /**
   * Returns the free texts of {@code __metadata__}, in the header's order; empty if there is none.
   */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** Returns the tensors' names, in the order of their data. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** Returns whether there is a tensor of this name. */
  public boolean contains(String name) {
    return header.tensors().containsKey(name);
  }

  /**
   * Returns what the header says of a tensor.
   *
   * @throws SafetensorsException if there is no such tensor
   */
  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw new SafetensorsException(
          path,
          "tensor \"" + SafetensorsException.shown(name) + "\" must be there",
          "only " + names().stream().limit(SHOWN_NAMES).toList());
    }
    return info;
  }

  /**
   * Reads a tensor of F16, BF16, F32 or F64 as floats; F64 is rounded, the others are exact.
   *
   * @throws SafetensorsException if there is no such tensor, it holds integers or more than 2^31-1
   *     elements, or the file fails
   */
  public float[] readFloats(String name) {
    TensorInfo info = floatInfo(name);
    float[] values = new float[arrayLength(info)];
    readFloats(name, 0, values, 0, values.length);
    return values;
  }

  /**
   * Reads a part of a tensor of F16, BF16, F32 or F64 as floats.
   *
   * @param firstElement the first element, counted in row-major order
   * @param into receives the elements, from {@code offset} on
   * @param count how many elements to read
   * @throws IndexOutOfBoundsException if the tensor or the array does not hold the range
   * @throws SafetensorsException if there is no such tensor, it holds integers, or the file fails
   */
  public void readFloats(String name, long firstElement, float[] into, int offset, int count) {
    TensorInfo info = floatInfo(name);
    Objects.checkFromIndexSize(firstElement, count, info.elements());
    Objects.checkFromIndexSize(offset, count, into.length);
    int size = info.type().bytes();
    forEachChunk(
        info,
        firstElement * size,
        (long) count * size,
        (bytes, done) ->
            ElementDecoder.floats(info.type(), bytes, into, offset + (int) (done / size)));
  }

  /**
   * Reads a tensor of F16, BF16, F32 or F64 as doubles, exactly.
   *
   * @throws SafetensorsException if there is no such tensor, it holds integers or more than 2^31-1
   *     elements, or the file fails
   */
  public double[] readDoubles(String name) {
    TensorInfo info = floatInfo(name);
    double[] values = new double[arrayLength(info)];
    int size = info.type().bytes();
    forEachChunk(
        info,
        0,
        info.byteCount(),
        (bytes, done) -> ElementDecoder.doubles(info.type(), bytes, values, (int) (done / size)));
    return values;
  }

  /**
   * Reads a tensor of any integer type, or of BOOL (as 0 and 1).
   *
   * @throws SafetensorsException if there is no such tensor, it holds floating-point numbers, more
   *     than 2^31-1 elements or U64 values above 2^63-1, or the file fails
   */
  public long[] readLongs(String name) {
    TensorInfo info = info(name);
    requireKind(info, !info.type().isFloat(), "integers");
    long[] values = new long[arrayLength(info)];
    int size = info.type().bytes();
    forEachChunk(
        info,
        0,
        info.byteCount(),
        (bytes, done) -> ElementDecoder.longs(info.type(), bytes, values, (int) (done / size)));
    if (info.type() == ElementType.U64) {
      requireSigned(info, values);
    }
    return values;
  }

  /**
   * Copies bytes of a tensor as they stand in the file.
   *
   * @param fromByte the first byte, counted from the tensor's own first
   * @param count how many bytes
   * @return a read-only little-endian buffer over a copy, positioned at its start
   * @throws IndexOutOfBoundsException if the tensor does not hold the range
   * @throws SafetensorsException if there is no such tensor, or the file fails
   */
  public ByteBuffer bytes(String name, long fromByte, int count) {
    TensorInfo info = info(name);
    Objects.checkFromIndexSize(fromByte, count, info.byteCount());
    byte[] copy = new byte[count];
    file.read(dataStart + info.begin() + fromByte, copy, 0, count);
    return ByteBuffer.wrap(copy).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Maps bytes of a tensor into memory as they stand in the file, without copying them. The part
   * may lie anywhere in a file of any size; elements are as aligned as the file has them. Every
   * call maps anew: map once and slice, rather than once for each row.
   *
   * <p>The view outlives {@link #close}; the system releases it once it is garbage. It shows what
   * is in the file at the time of each look. While it is in use nobody may shorten the file: then
   * looks beyond its end throw {@link InternalError}, or end the process in native code. Files
   * written by {@link SafetensorsWriter} are replaced as a whole, which is safe. On Windows a
   * mapped file cannot be deleted or replaced.
   *
   * @param fromByte the first byte, counted from the tensor's own first
   * @param count how many bytes
   * @return a read-only little-endian direct buffer, positioned at its start
   * @throws IndexOutOfBoundsException if the tensor does not hold the range
   * @throws SafetensorsException if there is no such tensor, the file has become too short for it,
   *     or cannot be mapped
   */
  public ByteBuffer map(String name, long fromByte, int count) {
    TensorInfo info = info(name);
    Objects.checkFromIndexSize(fromByte, count, info.byteCount());
    return file.map(dataStart + info.begin() + fromByte, count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a tensor into an array of the same shape: F16, BF16 and F32 as FLOAT32, F64 as FLOAT64,
   * I32 as INT32, BOOL as BOOLEAN and every other integer type as INT64.
   *
   * @param manager the owner of the array
   * @throws SafetensorsException if there is no such tensor, it holds U64 values above 2^63-1, or
   *     the file fails
   */
  public NDArray read(NDManager manager, String name) {
    return ArrayReader.read(this, manager, info(name));
  }

  /** Closes the file. */
  @Override
  public void close() {
    file.close();
  }

  /** What is done with a piece of a tensor. */
  @FunctionalInterface
  interface Chunk {
    void decode(ByteBuffer bytes, long done);
  }

  /** Copies a range of a tensor piece by piece; a piece holds whole elements. */
  void forEachChunk(TensorInfo info, long fromByte, long count, Chunk chunk) {
    file.requireOpen();
    byte[] piece = new byte[(int) Math.min(CHUNK_BYTES, count)];
    for (long done = 0; done < count; done += piece.length) {
      int length = (int) Math.min(piece.length, count - done);
      file.read(dataStart + info.begin() + fromByte + done, piece, 0, length);
      chunk.decode(ByteBuffer.wrap(piece, 0, length).order(ByteOrder.LITTLE_ENDIAN), done);
    }
  }

  /** Refuses values that a long cannot hold. */
  void requireSigned(TensorInfo info, long[] values) {
    for (long value : values) {
      if (value < 0) {
        throw broken(info, "must hold values up to 2^63-1", Long.toUnsignedString(value));
      }
    }
  }

  private TensorInfo floatInfo(String name) {
    TensorInfo info = info(name);
    requireKind(info, info.type().isFloat(), "floating-point numbers");
    return info;
  }

  private void requireKind(TensorInfo info, boolean fits, String kind) {
    if (!fits) {
      throw broken(info, "must hold " + kind, info.type());
    }
  }

  private int arrayLength(TensorInfo info) {
    if (info.elements() > Integer.MAX_VALUE - 8) {
      throw broken(info, "must fit a Java array to be read at once", info.elements() + " elements");
    }
    return (int) info.elements();
  }

  private SafetensorsException broken(TensorInfo info, String rule, Object value) {
    return new SafetensorsException(
        path, "tensor \"" + SafetensorsException.shown(info.name()) + "\" " + rule, value);
  }
}
