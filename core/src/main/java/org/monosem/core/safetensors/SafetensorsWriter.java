package org.monosem.core.safetensors;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.file.AtomicFile;

/**
 * Collects tensors and writes them as one safetensors file, which appears complete or not at all.
 *
 * <p>Arrays are not copied when added: they are read by {@link #write}, so they must stay open and
 * unchanged until then. In the file wide types come first, and tensors of equal width in the order
 * in which they were added, so that every tensor is aligned to its elements. The same tensors give
 * the same bytes. Not safe for use by several threads.
 */
public final class SafetensorsWriter {
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private SafetensorsWriter() {}

  private record Tensor(TensorInfo info, TensorContent content) {}

  /** Returns a writer without tensors. */
  public static SafetensorsWriter create() {
    return new SafetensorsWriter();
  }

  /**
   * Adds a free text; an earlier one under the same key is replaced.
   *
   * @throws IllegalArgumentException if key or value hold half a surrogate pair
   */
  public SafetensorsWriter metadata(String key, String value) {
    requireText("metadata key", key);
    requireText("metadata " + key, value);
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds an array as it is: FLOAT32 as F32, FLOAT64 as F64, INT32 as I32, INT64 as I64, UINT8 as
   * U8, BOOLEAN as BOOL.
   *
   * @throws IllegalArgumentException if the name is taken, or the array has another type
   */
  public SafetensorsWriter add(String name, NDArray array) {
    return add(name, ArrayContent.typeOf(name, array), array);
  }

  /**
   * Adds an array of FLOAT32 or FLOAT64, stored as F16, BF16, F32 or F64 (rounded to the nearest,
   * ties to even), or an array of another type, stored as it is.
   *
   * @throws IllegalArgumentException if the name is taken, or the type cannot hold the array
   */
  public SafetensorsWriter add(String name, ElementType type, NDArray array) {
    return add(name, type, ArrayContent.shapeOf(array), ArrayContent.of(name, type, array));
  }

  /**
   * Adds floats in row-major order, stored as F16, BF16, F32 or F64 (rounded to the nearest, ties
   * to even).
   *
   * @throws IllegalArgumentException if the name is taken, the shape does not fit, or the type
   *     holds integers
   */
  public SafetensorsWriter add(String name, ElementType type, List<Long> shape, float[] values) {
    requireKind(name, type, true);
    requireCount(name, type, shape, values.length);
    return add(
        name,
        type,
        shape,
        TensorContent.of(
            type,
            values.length,
            (first, bytes) -> ElementEncoder.floats(type, values, (int) first, bytes)));
  }

  /**
   * Adds doubles in row-major order, stored as F16, BF16, F32 or F64 (rounded once to the nearest,
   * ties to even).
   *
   * @throws IllegalArgumentException if the name is taken, the shape does not fit, or the type
   *     holds integers
   */
  public SafetensorsWriter add(String name, ElementType type, List<Long> shape, double[] values) {
    requireKind(name, type, true);
    requireCount(name, type, shape, values.length);
    return add(
        name,
        type,
        shape,
        TensorContent.of(
            type,
            values.length,
            (first, bytes) -> ElementEncoder.doubles(type, values, (int) first, bytes)));
  }

  /**
   * Adds integers in row-major order, stored as any integer type, or as BOOL from 0 and 1.
   *
   * @throws IllegalArgumentException if the name is taken, the shape does not fit, or the type
   *     cannot hold a value
   */
  public SafetensorsWriter add(String name, ElementType type, List<Long> shape, long[] values) {
    requireKind(name, type, false);
    requireCount(name, type, shape, values.length);
    ElementEncoder.requireRange(name, type, values);
    return add(
        name,
        type,
        shape,
        TensorContent.of(
            type,
            values.length,
            (first, bytes) -> ElementEncoder.longs(type, values, (int) first, bytes)));
  }

  /**
   * Writes the file, replacing the one that may stand there; on failure that one is left as it was.
   *
   * @throws org.monosem.core.file.DiskFullException if the disk has too little room
   * @throws java.io.UncheckedIOException if writing fails otherwise
   * @throws IllegalArgumentException if the header would be longer than the format allows
   */
  public void write(Path target) {
    List<Tensor> placed = placed();
    byte[] header = HeaderWriter.bytes(metadata, placed.stream().map(Tensor::info).toList());
    long data = placed.isEmpty() ? 0 : placed.get(placed.size() - 1).info().end();
    AtomicFile.write(
        target,
        header.length + data,
        out -> {
          out.write(header);
          for (Tensor tensor : placed) {
            tensor.content().writeTo(out);
          }
        });
  }

  private SafetensorsWriter add(
      String name, ElementType type, List<Long> shape, TensorContent content) {
    requireText("tensor name", name);
    if (name.equals(HeaderParser.METADATA) || tensors.containsKey(name)) {
      throw new IllegalArgumentException("tensor name must be free, got " + name);
    }
    long bytes = HeaderRules.bytesOf(type, shape);
    tensors.put(name, new Tensor(new TensorInfo(name, type, shape, 0, bytes), content));
    return this;
  }

  /** Returns the tensors with their places in the file. */
  private List<Tensor> placed() {
    List<Tensor> sorted = new ArrayList<>(tensors.values());
    sorted.sort(Comparator.comparing(tensor -> -tensor.info().type().bytes()));
    List<Tensor> placed = new ArrayList<>();
    long begin = 0;
    for (Tensor tensor : sorted) {
      TensorInfo info = tensor.info();
      long end = begin + info.byteCount();
      placed.add(
          new Tensor(
              new TensorInfo(info.name(), info.type(), info.shape(), begin, end),
              tensor.content()));
      begin = end;
    }
    return placed;
  }

  private static void requireKind(String name, ElementType type, boolean floats) {
    if (type.isFloat() != floats) {
      String kind = floats ? "a floating-point type" : "an integer type";
      throw new IllegalArgumentException(name + ": expected " + kind + ", got " + type);
    }
  }

  private static void requireCount(String name, ElementType type, List<Long> shape, int values) {
    boolean rankFits = shape.size() <= HeaderRules.MAX_RANK;
    if (!rankFits || HeaderRules.bytesOf(type, shape) != (long) values * type.bytes()) {
      throw new IllegalArgumentException(
          name + ": expected a shape of " + values + " values, got " + shape);
    }
  }

  private static void requireText(String what, String text) {
    if (!HeaderJson.isWhole(text)) {
      throw new IllegalArgumentException(
          what + ": half a surrogate pair in " + SafetensorsException.shown(text));
    }
  }
}
