package org.monosem.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.monosem.core.numpy.NumpyArchive;
import org.monosem.core.pickle.TorchValue;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;
import org.monosem.core.tensor.StoredTensor;

/**
 * A file of weights taken apart, to be changed and put together again in its own format: arrays as
 * {@link RawTensor}, and what else stands in a state dict as String, Long or Map.
 */
record ForeignFile(Path path, Map<String, Object> entries) {

  /** A tensor of floats, or else of whole numbers, in row-major order. */
  static final class RawTensor {
    private final boolean floats;
    private final List<Long> shape;
    private final double[] values;

    RawTensor(boolean floats, List<Long> shape, double[] values) {
      this.floats = floats;
      this.shape = shape;
      this.values = values;
    }

    boolean floats() {
      return floats;
    }

    List<Long> shape() {
      return shape;
    }

    double[] values() {
      return values;
    }
  }

  static ForeignFile read(Path path) {
    Map<String, Object> entries = new LinkedHashMap<>();
    String name = path.toString();
    if (name.endsWith(".safetensors")) {
      readSafetensors(path, entries);
    } else if (name.endsWith(".npz")) {
      try (NumpyArchive file = NumpyArchive.open(path)) {
        file.names().forEach(key -> entries.put(key, raw(file.array(key))));
      }
    } else {
      try (TorchTensors file = TorchTensors.open(path)) {
        file.names().forEach(key -> entries.put(key, plain(file.entries().get(key))));
      }
    }
    return new ForeignFile(path, entries);
  }

  private static void readSafetensors(Path path, Map<String, Object> entries) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (String key : file.names()) {
        entries.put(key, new RawTensor(true, file.info(key).shape(), file.readDoubles(key)));
      }
    }
  }

  private static RawTensor raw(StoredTensor tensor) {
    boolean floats = tensor.type().isFloat();
    double[] values =
        floats
            ? tensor.readDoubles()
            : java.util.Arrays.stream(tensor.readLongs()).asDoubleStream().toArray();
    return new RawTensor(floats, tensor.shape(), values);
  }

  private static Object plain(TorchValue value) {
    if (value.isTensor()) {
      return raw(value.tensor());
    }
    if (value.isDict()) {
      Map<String, Object> inner = new LinkedHashMap<>();
      value.dict().keys().forEach(key -> inner.put((String) key, plain(value.dict().get(key))));
      return inner;
    }
    return value.kind().contains("string") ? value.text() : value.integer();
  }

  /** Writes other entries in the format of this file, over it. */
  void write(Map<String, Object> changed) {
    String name = path.toString();
    try {
      Files.delete(path);
      if (name.endsWith(".safetensors")) {
        writeSafetensors(changed);
      } else if (name.endsWith(".npz")) {
        writeNumpy(changed);
      } else {
        new TorchState().write(path, changed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeSafetensors(Map<String, Object> changed) {
    SafetensorsWriter writer = SafetensorsWriter.create();
    changed.forEach(
        (key, value) -> {
          RawTensor tensor = (RawTensor) value;
          if (tensor.floats()) {
            writer.add(key, ElementType.F32, tensor.shape(), tensor.values());
          } else {
            writer.add(key, ElementType.I64, tensor.shape(), longs(tensor));
          }
        });
    writer.write(path);
  }

  private static long[] longs(RawTensor tensor) {
    return java.util.Arrays.stream(tensor.values()).mapToLong(Math::round).toArray();
  }

  private void writeNumpy(Map<String, Object> changed) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, Object> entry : changed.entrySet()) {
        RawTensor tensor = (RawTensor) entry.getValue();
        zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
        zip.write(npyHeader(tensor));
        zip.write(bytes(tensor));
        zip.closeEntry();
      }
    }
  }

  private static byte[] npyHeader(RawTensor tensor) {
    String shape =
        tensor.shape().stream().map(axis -> axis + ",").collect(Collectors.joining(" ", "(", ")"));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(tensor.floats() ? "<f4" : "<i8", shape);
    header = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    out.write(header.length());
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  /** Little-endian, 4 bytes a float and 8 a whole number. */
  static byte[] bytes(RawTensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.values().length * (tensor.floats() ? 4 : 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double value : tensor.values()) {
      if (tensor.floats()) {
        bytes.putFloat((float) value);
      } else {
        bytes.putLong(Math.round(value));
      }
    }
    return bytes.array();
  }
}
