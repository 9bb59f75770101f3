package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  private static final int CODES = 1 << 16;

  /** Every 4096th float and its two neighbours: all ties between codes, both sides of each. */
  private static final int[] FLOATS =
      IntStream.range(0, 1 << 20)
          .flatMap(i -> IntStream.rangeClosed(-1, 1).map(d -> (i << 12) + d))
          .toArray();

  @Test
  void decodesEveryHalfCodeLikeNumpy() throws Exception {
    assertThat(digestOfDecoded(HalfPrecision::fromFloat16)).isEqualTo(golden("fromFloat16"));
  }

  @Test
  void decodesEveryBfloatCodeLikeTorch() throws Exception {
    assertThat(digestOfDecoded(HalfPrecision::fromBfloat16)).isEqualTo(golden("fromBfloat16"));
  }

  @Test
  void roundsToHalfLikeNumpyAtEveryTie() throws Exception {
    assertThat(digestOfEncoded(HalfPrecision::toFloat16, (short) 0x7E00))
        .isEqualTo(golden("toFloat16"));
  }

  @Test
  void roundsToBfloatLikeTorchAtEveryTie() throws Exception {
    assertThat(digestOfEncoded(HalfPrecision::toBfloat16, (short) 0x7FC0))
        .isEqualTo(golden("toBfloat16"));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0p0, 0000",
    "-0x0p0, 8000",
    "0x1p0, 3c00",
    "0x1.002p0, 3c00", // tie, to even below
    "0x1.006p0, 3c02", // tie, to even above
    "0x1.002002p0, 3c01",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00", // tie with 2^16, which is out of range
    "-65520, fc00",
    "Infinity, 7c00",
    "-Infinity, fc00",
    "0x1p-14, 0400",
    "0x1p-24, 0001",
    "0x1p-25, 0000", // tie, to even
    "0x1.000002p-25, 0001",
    "0x1.8p-24, 0002",
    "-0x1p-26, 8000",
    "0x1.ff8p-15, 03ff",
    "0x1.ffcp-15, 0400" // tie, to even: the smallest normal number
  })
  void roundsToTheNearestHalf(float value, String code) {
    assertThat(hex(HalfPrecision.toFloat16(value))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "-0x0p0, 8000",
    "0x1.01p0, 3f80", // tie, to even below
    "0x1.03p0, 3f82", // tie, to even above
    "0x1.010002p0, 3f81",
    "0x1.fffffep127, 7f80",
    "0x1.fep127, 7f7f",
    "-0x1.ffp127, ff80", // tie with 2^128, which is out of range
    "0x1p-133, 0001",
    "0x1p-134, 0000",
    "0x1.8p-134, 0001"
  })
  void roundsToTheNearestBfloat(float value, String code) {
    assertThat(hex(HalfPrecision.toBfloat16(value))).isEqualTo(code);
  }

  @Test
  void keepsNansWithSignAndPayload() {
    // The payload's only bit is below those that are kept: rounding would make an infinity of it.
    float signalling = Float.intBitsToFloat(0xFF800001);
    assertThat(hex(HalfPrecision.toFloat16(signalling))).isEqualTo("fe00");
    assertThat(hex(HalfPrecision.toBfloat16(signalling))).isEqualTo("ffc0");
    assertThat(hex(HalfPrecision.toFloat16(Float.intBitsToFloat(0x7FC6A000)))).isEqualTo("7e35");
    assertThat(HalfPrecision.fromFloat16((short) 0x7C01)).isNaN();
    assertThat(HalfPrecision.fromBfloat16((short) 0x7F81)).isNaN();
  }

  @Test
  void convertsManyAsOneByOne() {
    float[] values = {1, -0.1f, 3e-8f, 1e9f, Float.NaN};
    short[] half = new short[4];
    short[] bfloat = new short[4];
    HalfPrecision.toFloat16(values, 1, ShortBuffer.wrap(half));
    HalfPrecision.toBfloat16(values, 1, ShortBuffer.wrap(bfloat));
    float[] fromHalf = new float[5];
    float[] fromBfloat = new float[5];
    HalfPrecision.fromFloat16(ShortBuffer.wrap(half), fromHalf, 1);
    HalfPrecision.fromBfloat16(ShortBuffer.wrap(bfloat), fromBfloat, 1);
    for (int i = 1; i < 5; i++) {
      assertThat(half[i - 1]).isEqualTo(HalfPrecision.toFloat16(values[i]));
      assertThat(bfloat[i - 1]).isEqualTo(HalfPrecision.toBfloat16(values[i]));
      assertThat(Float.compare(fromHalf[i], HalfPrecision.fromFloat16(half[i - 1]))).isZero();
      assertThat(Float.compare(fromBfloat[i], HalfPrecision.fromBfloat16(bfloat[i - 1]))).isZero();
    }
  }

  private interface Decoder {
    float decode(short code);
  }

  private interface Encoder {
    short encode(float value);
  }

  private static String digestOfDecoded(Decoder decoder) throws GeneralSecurityException {
    ByteBuffer table = ByteBuffer.allocate(CODES * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int code = 0; code < CODES; code++) {
      table.putInt(Float.floatToIntBits(decoder.decode((short) code)));
    }
    return digest(table);
  }

  private static String digestOfEncoded(Encoder encoder, short nan)
      throws GeneralSecurityException {
    ByteBuffer table = ByteBuffer.allocate(FLOATS.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits : FLOATS) {
      float value = Float.intBitsToFloat(bits);
      table.putShort(Float.isNaN(value) ? nan : encoder.encode(value));
    }
    return digest(table);
  }

  private static String digest(ByteBuffer table) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(table.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = HalfPrecisionTest.class.getResourceAsStream("half-precision.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String hex(short code) {
    return HexFormat.of().toHexDigits(code);
  }
}
