package org.monosem.core.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that a header's numbers keep, among themselves and with the length of the file. */
final class HeaderRules {
  /** The reference implementation's limit on the header's length. */
  static final long MAX_HEADER_BYTES = 100_000_000;

  /** The limit of PyTorch and NumPy. */
  static final int MAX_RANK = 64;

  private final Path file;
  private final long dataBytes;

  /**
   * Rules for one file.
   *
   * @param dataBytes the bytes behind the header
   */
  HeaderRules(Path file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  /** Checks a tensor by itself: its range lies in the data and is as long as its elements. */
  void check(TensorInfo info) {
    if (info.begin() > info.end()) {
      throw broken(info, "data_offsets must not run backwards", range(info));
    }
    if (info.end() > dataBytes) {
      throw broken(
          info, "data_offsets must end in the " + dataBytes + " bytes of data", range(info));
    }
    if (bytesOf(info.type(), info.shape()) != info.byteCount()) {
      throw broken(
          info,
          "shape " + info.shape() + " of " + info.type() + " must fill data_offsets",
          range(info));
    }
  }

  /** Returns the tensors in the order of their data, which must fill the file without holes. */
  Map<String, TensorInfo> inOrder(List<TensorInfo> tensors) {
    List<TensorInfo> byOffset = new ArrayList<>(tensors);
    byOffset.sort(Comparator.comparingLong(TensorInfo::begin).thenComparing(TensorInfo::end));
    Map<String, TensorInfo> byName = new LinkedHashMap<>();
    long expected = 0;
    for (TensorInfo info : byOffset) {
      if (info.begin() != expected) {
        String rule = info.begin() < expected ? "must not overlap others" : "must leave no hole";
        throw broken(info, "data_offsets " + rule + " and begin at " + expected, range(info));
      }
      expected = info.end();
      byName.put(info.name(), info);
    }
    if (expected != dataBytes) {
      throw new SafetensorsException(
          file, "the last tensor must end with the file", dataBytes - expected + " bytes more");
    }
    return byName;
  }

  /** Returns the bytes of a tensor in exact arithmetic; -1 if there is no such tensor. */
  static long bytesOf(ElementType type, List<Long> shape) {
    if (shape.stream().anyMatch(length -> length < 0)) {
      return -1;
    } else if (shape.contains(0L)) {
      return 0;
    }
    long bytes = type.bytes();
    for (long length : shape) {
      if (bytes > Long.MAX_VALUE / length) {
        return -1;
      }
      bytes *= length;
    }
    return bytes;
  }

  private SafetensorsException broken(TensorInfo info, String rule, String value) {
    String name = SafetensorsException.shown(info.name());
    return new SafetensorsException(file, "tensor \"" + name + "\": " + rule, value);
  }

  private static String range(TensorInfo info) {
    return "[" + info.begin() + ", " + info.end() + "]";
  }
}
