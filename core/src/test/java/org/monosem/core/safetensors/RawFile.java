package org.monosem.core.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files put together byte by byte, to be right or wrong in any way. */
final class RawFile {
  private RawFile() {}

  /** Returns a file of a header and so many bytes of data, its length field right. */
  static byte[] of(String header, int dataBytes) {
    return of(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  /** Returns a file of a header and so many bytes of data, its length field right. */
  static byte[] of(byte[] header, int dataBytes) {
    return withLength(header.length, header, dataBytes);
  }

  /** Returns a file whose length field says anything. */
  static byte[] withLength(long length, byte[] header, int dataBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    out.writeBytes(header);
    out.writeBytes(new byte[dataBytes]);
    return out.toByteArray();
  }

  /** Returns the entry of one F32 tensor. */
  static String f32(String name, String shape, String offsets) {
    return entry(name, "\"F32\"", shape, offsets);
  }

  /** Returns an entry whose three members are any JSON. */
  static String entry(String name, String type, String shape, String offsets) {
    return "\""
        + name
        + "\":{\"dtype\":"
        + type
        + ",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}";
  }

  /** Opens a file of these bytes, reads all its tensors and closes it. */
  static void read(Path folder, byte[] bytes) {
    Path path = folder.resolve("raw.safetensors");
    try {
      // A new file each time: some file systems wait for the disk when one is overwritten.
      Files.deleteIfExists(path);
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (String name : file.names()) {
        if (file.info(name).type().isFloat()) {
          file.readFloats(name);
        } else {
          file.readLongs(name);
        }
      }
    }
  }
}
