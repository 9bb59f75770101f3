package org.monosem.core.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The smallest TorchScript archive that libtorch loads: one module class without attributes.
 *
 * <p>Layout of the zip, every entry under one folder:
 *
 * <ul>
 *   <li>{@code version}: the text {@code 10}; lower numbers select older operator semantics
 *   <li>{@code constants.pkl}: a pickled empty tuple
 *   <li>{@code data.pkl}: pickle protocol 2 of an object of class {@code __torch__.Kernels}
 *   <li>{@code code/__torch__.py}: the class, as text
 * </ul>
 */
final class TorchScriptArchive {
  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};
  private static final String MODULE_PICKLE = "\u0080\u0002c__torch__\nKernels\n)\u0081}b.";

  private TorchScriptArchive() {}

  /** Returns the archive of the class text as bytes. */
  static byte[] of(String classText) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", MODULE_PICKLE.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "code/__torch__.py", classText.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", EMPTY_TUPLE);
      put(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("writing an archive in memory", e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry("kernels/" + name));
    zip.write(content);
    zip.closeEntry();
  }
}
