package org.monosem.examples.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Base64 as it is met in files: certificates, mail attachments, data URIs, JSON fields. */
record Base64Text(Seed seed) implements GeneratedCorpus.Text {
  private static final byte[] NEW_LINE = {'\n'};
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13
  };
  private static final byte[] DER_SEQUENCE = {0x30, (byte) 0x82};
  private static final String[] CALLS = {"decode", "verify", "upload", "render", "import"};

  @Override
  public String document(long number) {
    SplittableRandom random = seed.named("base64").at(number).random();
    return switch (random.nextInt(5)) {
      case 0 -> certificate(random);
      case 1 -> attachment(random);
      case 2 -> dataUri(random);
      case 3 -> json(random);
      default -> encodedText(number);
    };
  }

  private static String certificate(SplittableRandom random) {
    byte[] structure = bytes(random, 500 + random.nextInt(700));
    System.arraycopy(DER_SEQUENCE, 0, structure, 0, DER_SEQUENCE.length);
    String kind = random.nextBoolean() ? "CERTIFICATE" : "PUBLIC KEY";
    String body = lines(structure, 64);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  private static String attachment(SplittableRandom random) {
    return """
        Content-Type: application/octet-stream; name="file%d.bin"
        Content-Transfer-Encoding: base64

        %s
        """
        .formatted(random.nextInt(1000), lines(bytes(random, 600 + random.nextInt(900)), 76));
  }

  private static String dataUri(SplittableRandom random) {
    byte[] image = bytes(random, 300 + random.nextInt(600));
    System.arraycopy(PNG, 0, image, 0, PNG.length);
    return "<img alt=\"figure %d\" src=\"data:image/png;base64,%s\">\n"
        .formatted(random.nextInt(100), Base64.getEncoder().encodeToString(image));
  }

  private static String json(SplittableRandom random) {
    StringBuilder text = new StringBuilder("[\n");
    int records = 4 + random.nextInt(12);
    for (int i = 0; i < records; i++) {
      String payload = Base64.getEncoder().encodeToString(bytes(random, 24 + random.nextInt(72)));
      String call = CALLS[random.nextInt(CALLS.length)];
      text.append("  {\"id\": ").append(i).append(", \"call\": \"").append(call);
      text.append("\", \"payload\": \"").append(payload).append("\"},\n");
    }
    return text.append("]\n").toString();
  }

  private String encodedText(long number) {
    String plain = new CharacterNames(seed.named("base64")).document(number);
    return lines(plain.getBytes(StandardCharsets.UTF_8), 76) + "\n";
  }

  private static String lines(byte[] bytes, int width) {
    return Base64.getMimeEncoder(width, NEW_LINE).encodeToString(bytes);
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
