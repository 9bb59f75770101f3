package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers whose numbers contradict each other, the file, or arithmetic. */
class HostileNumbersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2e0", "2E0", "-0", "-2", "2.5", "9223372036854775808", "1e400"})
  void refusesNumbersThatAreNotNatural(String number) {
    assertRefused(
        RawFile.f32("a", "[" + number + "]", "[0,8]"),
        8,
        "tensor \"a\": shape must be an integer from 0 to 2^63-1, got " + number);
    assertRefused(
        RawFile.f32("a", "[2]", "[0," + number + "]"),
        8,
        "tensor \"a\": data_offsets must be an integer from 0 to 2^63-1, got " + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "+2", ".2", "0x2", "NaN", "Infinity"})
  void refusesNumbersThatAreNotJson(String number) {
    assertRefused(RawFile.f32("a", "[" + number + "]", "[0,8]"), 8, "header must be strict JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"8\"", "null", "true", "[8]"})
  void refusesWhatIsNoNumber(String value) {
    assertRefused(RawFile.f32("a", "[2]", "[0," + value + "]"), 8, "data_offsets must be a number");
  }

  static Stream<Arguments> offsets() {
    String in = "data_offsets must end in the 8 bytes of data";
    String hole = "data_offsets must leave no hole and begin at ";
    return Stream.of(
        Arguments.of(RawFile.f32("a", "[2]", "[]"), "data_offsets must be two numbers, got []"),
        Arguments.of(RawFile.f32("a", "[2]", "[0]"), "data_offsets must be two numbers, got [0]"),
        Arguments.of(RawFile.f32("a", "[2]", "[0,8,8]"), "data_offsets must hold at most 2"),
        Arguments.of(RawFile.f32("a", "[2]", "[8,0]"), "must not run backwards, got [8, 0]"),
        Arguments.of(RawFile.f32("a", "[2]", "[16,24]"), in + ", got [16, 24]"),
        Arguments.of(RawFile.f32("a", "[3]", "[0,12]"), in + ", got [0, 12]"),
        Arguments.of(RawFile.f32("a", "[536870912]", "[0,2147483648]"), in),
        Arguments.of(RawFile.f32("a", "[2]", "[0,9007199254740993]"), in),
        Arguments.of(RawFile.f32("a", "[1]", "[4,8]"), hole + "0, got [4, 8]"),
        Arguments.of(entries("[0,2]", "[4,8]"), hole + "2, got [4, 8]"),
        Arguments.of(entries("[0,2]", "[2,6]"), "end with the file, got 2 bytes more"),
        Arguments.of(RawFile.f32("a", "[1]", "[0,4]"), "end with the file, got 4 bytes more"),
        Arguments.of("", "the last tensor must end with the file, got 8 bytes more"),
        Arguments.of(entries("[0,5]", "[4,8]"), "must not overlap others and begin at 5"),
        Arguments.of(entries("[0,8]", "[0,8]"), "data_offsets must not overlap others"),
        Arguments.of(entries("[0,8]", "[4,4]"), "data_offsets must not overlap others"));
  }

  @ParameterizedTest
  @MethodSource("offsets")
  void refusesOffsetsThatDoNotTileTheData(String members, String rule) {
    assertRefused(members, 8, rule);
  }

  @Test
  void refusesManyNamesForOneRange() {
    refuseNamesForOneRange(10_000);
  }

  @Test
  @Tag("long")
  void refusesAMillionNamesForOneRange() {
    refuseNamesForOneRange(1_000_000);
  }

  private void refuseNamesForOneRange(int count) {
    String names =
        IntStream.range(0, count)
            .mapToObj(i -> RawFile.f32("n" + i, "[2]", "[0,8]"))
            .collect(Collectors.joining(","));
    assertRefused(names, 8, "data_offsets must not overlap others and begin at 8");
  }

  static Stream<Arguments> shapes() {
    String rank65 = Collections.nCopies(65, "1").toString();
    String fill = " of F32 must fill data_offsets, got [0, 8]";
    return Stream.of(
        Arguments.of("[3]", "tensor \"a\": shape [3]" + fill),
        Arguments.of("[1]", "tensor \"a\": shape [1]" + fill),
        Arguments.of("[]", "tensor \"a\": shape []" + fill),
        Arguments.of("[0]", "tensor \"a\": shape [0]" + fill),
        Arguments.of("[4294967296,4294967296]", fill),
        Arguments.of("[9223372036854775807]", fill),
        Arguments.of("[4611686018427387906]", fill), // times 4 is 8 modulo 2^64
        Arguments.of("[-2]", "shape must be an integer"),
        Arguments.of(rank65, "shape must hold at most 64 numbers"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void refusesShapesThatDoNotFillTheirRange(String shape, String rule) {
    assertRefused(RawFile.f32("a", shape, "[0,8]"), 8, rule);
  }

  static Stream<Arguments> types() {
    String known = "tensor \"a\": dtype must be a type of the format, got ";
    String supported = "tensor \"a\": dtype must be one that this library supports, got ";
    return Stream.of(
        Arguments.of("\"F31\"", known + "F31"),
        Arguments.of("\"f32\"", known + "f32"),
        Arguments.of("\"\"", known),
        Arguments.of("null", "tensor \"a\": dtype must be a string, got NULL"),
        Arguments.of("32", "tensor \"a\": dtype must be a string, got NUMBER"),
        Arguments.of("\"F8_E4M3\"", supported + "F8_E4M3"),
        Arguments.of("\"F8_E5M2\"", supported + "F8_E5M2"),
        Arguments.of("\"F8_E8M0\"", supported + "F8_E8M0"),
        Arguments.of("\"F4\"", supported + "F4"),
        Arguments.of("\"F6_E2M3\"", supported + "F6_E2M3"),
        Arguments.of("\"C64\"", supported + "C64"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void refusesOtherTypes(String type, String rule) {
    assertRefused(RawFile.entry("a", type, "[8]", "[0,8]"), 8, rule);
  }

  static Stream<Arguments> unusual() {
    String rank64 = Collections.nCopies(63, "1") + "";
    return Stream.of(
        Arguments.of(entries("[0,1]", "[1,1]") + "," + entry("c", 7, "[1,8]")), // empty, odd
        Arguments.of(entry("b", 4, "[4,8]") + "," + entry("a", 4, "[0,4]")), // other order
        Arguments.of(
            RawFile.f32("e", "[0,4611686018427387904]", "[8,8]") + "," + entry("a", 8, "[0,8]")),
        Arguments.of(RawFile.entry("n", "\"F64\"", "[]", "[0,8]")),
        Arguments.of(RawFile.f32("r", rank64.replace("]", ",2]"), "[0,8]")),
        Arguments.of(
            entry("u", 1, "[0,1]")
                + ","
                + RawFile.f32("odd", "[1]", "[1,5]")
                + ","
                + entry("v", 3, "[5,8]")));
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void acceptsWhatIsUnusualButRight(String members) {
    assertThatCode(() -> RawFile.read(folder, RawFile.of("{" + members + "}", 8)))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsManyEmptyTensors() {
    acceptEmptyTensors(10_000);
  }

  @Test
  @Tag("long")
  void acceptsAMillionEmptyTensors() {
    acceptEmptyTensors(1_000_000);
  }

  private void acceptEmptyTensors(int count) {
    String names =
        IntStream.range(0, count)
            .mapToObj(i -> RawFile.f32("n" + i, "[0]", "[0,0]"))
            .collect(Collectors.joining(","));
    assertThatCode(() -> RawFile.read(folder, RawFile.of("{" + names + "}", 0)))
        .doesNotThrowAnyException();
  }

  private void assertRefused(String members, int dataBytes, String rule) {
    assertThatThrownBy(() -> RawFile.read(folder, RawFile.of("{" + members + "}", dataBytes)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(rule);
  }

  /** Returns two U8 tensors whose shapes fit their ranges. */
  private static String entries(String first, String second) {
    return entry("a", length(first), first) + "," + entry("b", length(second), second);
  }

  private static String entry(String name, int length, String range) {
    return RawFile.entry(name, "\"U8\"", "[" + length + "]", range);
  }

  private static int length(String range) {
    String[] ends = range.replaceAll("[\\[\\]]", "").split(",", -1);
    return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]);
  }
}
