package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers that are not the JSON, or not the structure, of the format. */
class HostileJsonTest {
  private static final String TENSOR = RawFile.f32("a", "[2]", "[0,8]");

  @TempDir Path folder;

  static Stream<Arguments> syntax() {
    String begins = "header must begin with {";
    String strict = "header must be strict JSON";
    return Stream.of(
        Arguments.of(" {" + TENSOR + "}", begins),
        Arguments.of("\uFEFF{" + TENSOR + "}", begins),
        Arguments.of("[]", begins),
        Arguments.of("null", begins),
        Arguments.of("{" + TENSOR + "}\0\0\0", strict),
        Arguments.of("{" + TENSOR + "}junk", strict),
        Arguments.of("{" + TENSOR + "}}", strict),
        Arguments.of("{" + TENSOR + "}{}", strict),
        Arguments.of("{" + TENSOR + "} 1", strict),
        Arguments.of("{/* c */" + TENSOR + "}", strict),
        Arguments.of("{" + TENSOR + "} // c", strict),
        Arguments.of("{" + TENSOR + "} # c", strict),
        Arguments.of(("{" + TENSOR + "}").replace('"', '\''), strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"a\"", "a"), strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"F32\"", "F32"), strict),
        Arguments.of(("{" + TENSOR + "}").replace(":", "="), strict),
        Arguments.of("{" + TENSOR + ",}", strict),
        Arguments.of(("{" + TENSOR + "}").replace("[2]", "[2,]"), strict),
        Arguments.of(("{" + TENSOR + "}").replace("[2]", "[,2]"), strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"a\"", "\"a\nb\""), strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"a\"", "\"\\x\""), strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"a\"", "\"\\u00g0\""), strict),
        Arguments.of("{" + TENSOR, "header must be complete JSON"),
        Arguments.of("{\"a", strict),
        Arguments.of(("{" + TENSOR + "}").replace("\"a\"", "\"\\ud800\""), "whole characters"));
  }

  @ParameterizedTest
  @MethodSource("syntax")
  void refusesWhatIsNoJson(String header, String rule) {
    assertRefused(RawFile.of(header, 8), rule);
  }

  @ParameterizedTest
  @MethodSource("brokenUtf8")
  void refusesWhatIsNoUtf8(String hex) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes("{\"".getBytes(StandardCharsets.UTF_8));
    header.writeBytes(HexFormat.of().parseHex(hex));
    header.writeBytes(TENSOR.substring(1).getBytes(StandardCharsets.UTF_8));
    header.write('}');
    assertRefused(RawFile.of(header.toByteArray(), 8), "header must be UTF-8");
  }

  /** A lone continuation, a Latin letter, overlong forms of /, a surrogate, beyond Unicode. */
  static Stream<String> brokenUtf8() {
    return Stream.of("80", "e9", "c0af", "e080af", "eda080", "f4908080");
  }

  static Stream<Arguments> structures() {
    String once = "must hold each name once";
    String tensor = RawFile.f32("b", "[2]", "[0,8]");
    return Stream.of(
        Arguments.of(TENSOR + "," + TENSOR, "header " + once + ", got \"a\" again"),
        Arguments.of(TENSOR + "," + RawFile.f32("\\u0061", "[0]", "[8,8]"), "header " + once),
        Arguments.of(TENSOR.replace("]}", "],\"shape\":[2]}"), "tensor \"a\" " + once),
        Arguments.of("\"__metadata__\":[]", "__metadata__ must be an object, got BEGIN_ARRAY"),
        Arguments.of("\"__metadata__\":null", "__metadata__ must be an object, got NULL"),
        Arguments.of("\"__metadata__\":{\"k\":1}", "__metadata__ \"k\" must be a string"),
        Arguments.of("\"__metadata__\":{\"k\":{}}", "__metadata__ \"k\" must be a string"),
        Arguments.of("\"__metadata__\":{\"k\":\"v\",\"k\":\"v\"}", "__metadata__ " + once),
        Arguments.of("\"__metadata__\":{},\"__metadata__\":{}", "header " + once),
        Arguments.of("\"a\":1", "tensor \"a\" must be an object, got NUMBER"),
        Arguments.of("\"a\":null", "tensor \"a\" must be an object, got NULL"),
        Arguments.of("\"a\":[]", "tensor \"a\" must be an object, got BEGIN_ARRAY"),
        Arguments.of("\"a\":{}", "must have dtype, shape and data_offsets"),
        Arguments.of("\"a\":{\"dtype\":\"F32\",\"shape\":[2]}", "got no data_offsets"),
        Arguments.of(TENSOR.replace("]}", "],\"extra\":1}"), "no other member, got extra"),
        Arguments.of(tensor.replace("[2]", "\"2\""), "tensor \"b\": shape must be a list"),
        Arguments.of(tensor.replace("[2]", "{}"), "tensor \"b\": shape must be a list"),
        Arguments.of(tensor.replace("[2]", "[[2]]"), "tensor \"b\": shape must be a number"),
        Arguments.of("\"a\":" + "[".repeat(100_000), "must be an object"),
        Arguments.of(tensor.replace("[2]", "[".repeat(100_000)), "shape must be a number"));
  }

  @ParameterizedTest
  @MethodSource("structures")
  void refusesOtherStructures(String members, String rule) {
    assertRefused(RawFile.of("{" + members + "}", 8), rule);
  }

  @ParameterizedTest
  @MethodSource("names")
  void keepsNamesAsData(String name, String json) throws Exception {
    Path path = folder.resolve("names.safetensors");
    java.nio.file.Files.write(path, RawFile.of("{" + RawFile.f32(json, "[2]", "[0,8]") + "}  ", 8));
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.names()).containsExactly(name);
    }
    assertThat(folder.toFile().list()).containsExactly("names.safetensors");
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("../x", "../x"),
        Arguments.of("/etc/passwd", "/etc/passwd"),
        Arguments.of("a\0b", "a\\u0000b"),
        Arguments.of("CON", "CON"),
        Arguments.of("", ""),
        Arguments.of("n".repeat(300), "n".repeat(300)),
        Arguments.of("\u202Efdp", "\u202Efdp"),
        Arguments.of("\uD83D\uDE00", "\\ud83d\\ude00"));
  }

  @Test
  void acceptsTrailingBlanksAndMetadata() {
    String header = "{\"__metadata__\":{\"format\":\"pt\",\"\":\"\"}," + TENSOR + "}   ";
    assertThatCode(() -> RawFile.read(folder, RawFile.of(header, 8))).doesNotThrowAnyException();
  }

  @Test
  void acceptsANameOfTenMegabytes() {
    String header = "{" + RawFile.f32("n".repeat(10_000_000), "[2]", "[0,8]") + "}";
    assertThatCode(() -> RawFile.read(folder, RawFile.of(header, 8))).doesNotThrowAnyException();
  }

  @Test
  void cutsAndEscapesForeignTextInMessages() {
    byte[] bytes = RawFile.of("{\"\u202E\\n" + "n".repeat(10_000) + "\":1}", 0);
    assertThatThrownBy(() -> RawFile.read(folder, bytes))
        .hasMessageContaining("tensor \"\\u202e\\u000an")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(800));
  }

  private void assertRefused(byte[] bytes, String rule) {
    assertThatThrownBy(() -> RawFile.read(folder, bytes))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("raw.safetensors: ")
        .hasMessageContaining(rule);
  }
}
