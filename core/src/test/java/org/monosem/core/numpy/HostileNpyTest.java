package org.monosem.core.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.tensor.TensorFileException;

/** Headers that are code, nonsense or lies. */
class HostileNpyTest {
  private static final String F4 = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }";

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("a.npy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(4,)",
        "(4, )",
        "( 4 ,)",
        "(2,2)",
        "(2, 2, )",
        "(4L,)",
        "(1, 4, 1)",
      })
  void readsShapesAsPythonWritesThem(String shape) throws IOException {
    write(1, String.format(F4, shape) + "   \n", 16);
    try (NumpyFile file = NumpyFile.open(path)) {
      assertThat(file.array().readFloats()).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(4) | a comma in a tuple of one",
        "(2 2) | a tuple of at most 64 lengths",
        "(-4,) | a length from 0 to 2^63-1",
        "(99999999999999999999,) | a length from 0 to 2^63-1",
        "__import__('os') | the character (",
        "(4,), 'shape': (4,) | each of the keys descr, fortran_order and shape once",
        "(4,), 'x': 1 | each of the keys descr, fortran_order and shape once",
        "(4,)} + 1 # | the keys descr, fortran_order and shape, and nothing behind them",
        "(4,) or eval('1') | a comma or the end of the dict",
        "(4,), shape | a string in quotes",
        "( | a length from 0 to 2^63-1"
      })
  void refusesWhatIsNoShape(String shape, String rule) throws IOException {
    write(1, String.format(F4, shape), 16);
    refuses(": expected " + rule + ", got ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False} | the keys descr, fortran_order and shape, and",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': ()} | True or False",
        "{'descr': '<f4 | a string in quotes",
        "[] | the character {"
      })
  void refusesWhatIsNoHeader(String header, String rule) throws IOException {
    write(3, header, 4);
    refuses("array: header at character ");
    refuses(": expected " + rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4", "=f4", "<f3", "<U4", "|V8", "<M8[ns]", "|f4", ">f16", "", "<c8"})
  void refusesOtherTypes(String descr) throws IOException {
    write(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (4,)}", 16);
    refuses(
        "expected dtype f2, f4, f8, i1 to i8, u1 to u8 or b1 with its byte order, got " + descr);
  }

  @Test
  void refusesShapesThatDoNotFillTheFile() throws IOException {
    write(1, String.format(F4, "(5,)"), 16);
    refuses("array: shape [5] of F32: expected as many bytes, got 16");
    write(1, String.format(F4, "(3,)"), 16);
    refuses("array: shape [3] of F32: expected as many bytes, got 16");
    write(1, String.format(F4, "(4294967296, 4294967297)"), 16);
    refuses("array: shape [4294967296, 4294967297] of F32: expected as many bytes, got 16");
    write(1, String.format(F4, "(0, 9223372036854775807, 9223372036854775807)"), 0);
    try (NumpyFile file = NumpyFile.open(path)) {
      assertThat(file.array().readFloats()).isEmpty();
    }
  }

  @Test
  void refusesHeadersThatLieAboutTheirLength() throws IOException {
    byte[] bytes = bytes(2, String.format(F4, "(4,)"), 16);
    bytes[11] = (byte) 0xFF;
    Files.write(path, bytes);
    refuses("array: expected a header of at most 73 bytes, got 4278190137");
    bytes[6] = 9;
    Files.write(path, bytes);
    refuses("array: expected version 1.0, 2.0 or 3.0 of the format, got another");
    bytes[0] = 0;
    Files.write(path, bytes);
    refuses("array: expected the magic \\x93NUMPY and a header, got something else");
  }

  @Test
  void refusesArchivesOfOtherThings() throws IOException {
    path = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write(1);
    }
    assertThatThrownBy(() -> NumpyArchive.open(path))
        .isInstanceOf(TensorFileException.class)
        .hasMessage(path + ": entry readme.txt: expected only arrays (.npy), got another file");
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> NumpyFile.open(path))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": array: ")
        .hasMessageContaining(problem);
  }

  private void write(int version, String header, int data) throws IOException {
    Files.write(path, bytes(version, header, data));
  }

  private static byte[] bytes(int version, String header, int data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    for (int i = 0; i < (version == 1 ? 2 : 4); i++) {
      out.write(header.length() >>> (8 * i));
    }
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[data]);
    return out.toByteArray();
  }
}
