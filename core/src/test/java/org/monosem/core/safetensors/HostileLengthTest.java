package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose first eight bytes lie, or are not there. */
class HostileLengthTest {
  private static final byte[] HEADER = "{}      ".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void refusesFilesTooShortForTheField(int length) {
    byte[] bytes = Arrays.copyOf(RawFile.of(HEADER, 0), length);
    assertThatThrownBy(() -> RawFile.read(folder, bytes))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(
            "file must begin with 8 bytes of header length, got " + length + " bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "100000001, 100000001",
    "2147483647, 2147483647",
    "2147483648, 2147483648",
    "-9223372036854775808, 9223372036854775808",
    "-1, 18446744073709551615"
  })
  void refusesLengthsAboveTheLimit(long field, String shown) {
    assertThatThrownBy(() -> RawFile.read(folder, RawFile.withLength(field, HEADER, 8)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("header length must be at most 100000000, got " + shown);
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 17, 1000, 100_000_000})
  void refusesLengthsBeyondTheFile(long field) {
    assertThatThrownBy(() -> RawFile.read(folder, RawFile.withLength(field, HEADER, 0)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(
            "header must lie in the file of 16 bytes, got " + field + " bytes of header");
  }

  @Test
  void refusesAnEmptyHeader() {
    assertThatThrownBy(() -> RawFile.read(folder, RawFile.withLength(0, HEADER, 0)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("header must begin with {, got nothing");
  }

  @Test
  void refusesAHeaderCutShort() {
    assertThatThrownBy(() -> RawFile.read(folder, RawFile.withLength(1, HEADER, 0)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("header must be complete JSON");
  }

  @Test
  void acceptsAnEmptyMapThatFillsTheFile() {
    assertThatCode(() -> RawFile.read(folder, RawFile.of(HEADER, 0))).doesNotThrowAnyException();
  }

  @Test
  void namesAMissingFile() {
    Path path = folder.resolve("missing.safetensors");
    assertThatThrownBy(() -> SafetensorsFile.open(path))
        .isInstanceOfSatisfying(
            SafetensorsException.class,
            e -> {
              assertThat(e.file()).isEqualTo(path);
              assertThat(e.rule()).isEqualTo("must be readable");
            })
        .hasMessageStartingWith(path + ": must be readable, got ");
  }

  @Test
  void namesAFolder() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("must be readable");
  }
}
