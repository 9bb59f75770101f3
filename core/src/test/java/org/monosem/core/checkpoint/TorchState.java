package org.monosem.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.monosem.core.checkpoint.ForeignFile.RawTensor;

/** Writes a state dict as {@code torch.save} does, one storage for each tensor. */
final class TorchState {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final List<RawTensor> storages = new ArrayList<>();

  void write(Path path, Map<String, Object> entries) throws IOException {
    op(0x80, 2);
    dict(entries);
    op('.');
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      put(zip, "archive/data.pkl", pickle.toByteArray());
      for (int i = 0; i < storages.size(); i++) {
        put(zip, "archive/data/" + i, ForeignFile.bytes(storages.get(i)));
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  @SuppressWarnings("unchecked")
  private void value(Object value) {
    if (value instanceof RawTensor tensor) {
      tensor(tensor);
    } else if (value instanceof Map<?, ?> inner) {
      dict((Map<String, Object>) inner);
    } else if (value instanceof Long number) {
      integer(number);
    } else {
      text((String) value);
    }
  }

  private void dict(Map<String, Object> entries) {
    op('}');
    entries.forEach(
        (key, value) -> {
          text(key);
          value(value);
          op('s');
        });
  }

  private void tensor(RawTensor tensor) {
    global("torch._utils", "_rebuild_tensor_v2");
    op('(', '(');
    text("storage");
    global("torch", tensor.floats() ? "FloatStorage" : "LongStorage");
    text(String.valueOf(storages.size()));
    text("cpu");
    integer(tensor.values().length);
    op('t', 'Q');
    integer(0);
    tuple(tensor.shape());
    tuple(strides(tensor.shape()));
    op(0x89, 'N', 't', 'R');
    storages.add(tensor);
  }

  private static List<Long> strides(List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      strides.add(0, stride);
      stride *= shape.get(axis);
    }
    return strides;
  }

  private void tuple(List<Long> numbers) {
    op('(');
    numbers.forEach(this::integer);
    op('t');
  }

  private void global(String module, String name) {
    pickle.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X');
    number(bytes.length, 4);
    pickle.writeBytes(bytes);
  }

  private void integer(long value) {
    op(0x8A, 8);
    number(value, 8);
  }

  private void number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      pickle.write((int) (value >>> (8 * i)));
    }
  }

  private void op(int... bytes) {
    for (int one : bytes) {
      pickle.write(one);
    }
  }
}
