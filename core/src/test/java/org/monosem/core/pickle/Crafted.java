package org.monosem.core.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles and archives put together instruction by instruction, to be right or wrong. */
final class Crafted {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pickle of protocol 2 that begins so. */
  static Crafted pickle() {
    return new Crafted().op(Opcode.PROTO, 2);
  }

  /** Adds bytes. */
  Crafted op(int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
    return this;
  }

  /** Adds text as it is, one byte a character. */
  Crafted raw(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Crafted global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  Crafted text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op(Opcode.BINUNICODE).number(bytes.length, 4);
    out.writeBytes(bytes);
    return this;
  }

  /** Adds an integer of 8 bytes. */
  Crafted integer(long value) {
    return op(Opcode.LONG1, 8).number(value, 8);
  }

  /** Adds a number without an instruction, little-endian. */
  Crafted number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  /** Adds a tuple of integers. */
  Crafted tuple(long... values) {
    op(Opcode.MARK);
    for (long value : values) {
      integer(value);
    }
    return op(Opcode.TUPLE);
  }

  /** Adds a float tensor in storage 0 of so many elements. */
  Crafted tensor(long stored, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op(Opcode.MARK);
    storage("FloatStorage", "0", stored).integer(offset).tuple(shape).tuple(strides);
    return op(Opcode.NEWFALSE, Opcode.NONE, Opcode.TUPLE, Opcode.REDUCE);
  }

  Crafted storage(String type, String key, long stored) {
    op(Opcode.MARK).text("storage").global("torch", type).text(key).text("cpu").integer(stored);
    return op(Opcode.TUPLE, Opcode.BINPERSID);
  }

  /** Ends the pickle. */
  byte[] stop() {
    return op(Opcode.STOP).out.toByteArray();
  }

  /** Writes an archive of a pickle and one storage, compressed. */
  static Path archive(Path folder, byte[] pickle, byte[] storage) {
    Path path = folder.resolve("ae.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      put(zip, "any name/data.pkl", pickle);
      put(zip, "any name/data/0", storage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
