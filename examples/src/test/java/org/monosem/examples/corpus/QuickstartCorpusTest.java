package org.monosem.examples.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Document;

class QuickstartCorpusTest {
  private static final Seed SEED = Seed.of(5);

  @TempDir private Path sources;

  @BeforeEach
  void writeSourceJar() throws IOException {
    Path jar = sources.resolve("lib-sources.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (int i = 0; i < 400; i++) {
        zip.putNextEntry(new ZipEntry("org/C" + i + ".java"));
        String body = "class C" + i + " {\n" + "  int field;\n".repeat(60) + "}\n";
        zip.write(body.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  @Test
  void sharesAreKept() {
    Map<String, Long> characters = charactersByDomain(QuickstartCorpus.of(sources, 400_000, SEED));
    assertThat(characters.get("java")).isBetween(160_000L, 240_000L);
    assertThat(characters.get("dna")).isBetween(30_000L, 38_000L);
    assertThat(characters.get("base64")).isBetween(22_000L, 30_000L);
    assertThat(characters.get("hex")).isBetween(22_000L, 30_000L);
    assertThat(characters)
        .containsKeys("arabic", "hebrew", "russian", "thai", "chinese", "unicode");
    long total = characters.values().stream().mapToLong(Long::longValue).sum();
    assertThat(total).isBetween(340_000L, 500_000L);
  }

  @Test
  void theSameSeedGivesTheSameDocuments() {
    List<Document> first = read(QuickstartCorpus.of(sources, 60_000, SEED));
    assertThat(read(QuickstartCorpus.of(sources, 60_000, SEED))).isEqualTo(first);
    assertThat(read(QuickstartCorpus.of(sources, 60_000, Seed.of(6)))).isNotEqualTo(first);
  }

  @Test
  void kindsAreMixedFromTheBeginning() {
    List<Document> documents = read(QuickstartCorpus.of(sources, 400_000, SEED));
    List<Document> firstQuarter = documents.subList(0, documents.size() / 4);
    assertThat(firstQuarter)
        .extracting(Document::domain)
        .contains("java", "dna", "base64", "hex", "hebrew", "arabic");
  }

  @Test
  void aShareOfZeroLeavesAKindOut() {
    QuickstartShares onlyDna = new QuickstartShares(0, 0, 0, 0, 1, 0, 0);
    Corpus corpus = QuickstartCorpus.of(sources.resolve("none"), 20_000, SEED, onlyDna);
    assertThat(read(corpus)).extracting(Document::domain).containsOnly("dna");
  }

  @Test
  void languagesAreWrittenInTheirScripts() {
    QuickstartShares onlyLanguages = new QuickstartShares(0, 1, 0, 0, 0, 0, 0);
    List<Document> pages = read(QuickstartCorpus.of(sources, 200_000, SEED, onlyLanguages));
    assertThat(share(pages, "arabic", Character.UnicodeScript.ARABIC)).isGreaterThan(0.7);
    assertThat(share(pages, "hebrew", Character.UnicodeScript.HEBREW)).isGreaterThan(0.7);
    assertThat(share(pages, "russian", Character.UnicodeScript.CYRILLIC)).isGreaterThan(0.7);
    assertThat(share(pages, "thai", Character.UnicodeScript.THAI)).isGreaterThan(0.7);
    assertThat(share(pages, "greek", Character.UnicodeScript.GREEK)).isGreaterThan(0.7);
  }

  @Test
  void dnaIsLinesOfFourLetters() {
    for (int number = 0; number < 50; number++) {
      String text = new DnaText(SEED).document(number);
      assertThat(text.lines().filter(line -> !line.isEmpty() && !line.startsWith(">")))
          .isNotEmpty()
          .allMatch(line -> line.matches("[ACGT]{1,80}"));
    }
  }

  @Test
  void base64Decodes() {
    int found = 0;
    for (int number = 0; number < 50; number++) {
      String text = new Base64Text(SEED).document(number);
      if (text.startsWith("-----BEGIN")) {
        String body =
            text.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining());
        assertThat(java.util.Base64.getDecoder().decode(body)).hasSizeGreaterThan(400);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void uuidsAreOfVersionFour() {
    List<UUID> uuids =
        Stream.iterate(0, i -> i + 1)
            .limit(50)
            .map(number -> new HexText(SEED).document(number))
            .flatMap(String::lines)
            .filter(line -> line.matches("[0-9a-f]{8}-[0-9a-f]{4}-.*"))
            .map(line -> UUID.fromString(line.substring(0, 36)))
            .toList();
    assertThat(uuids).isNotEmpty().allMatch(uuid -> uuid.version() == 4 && uuid.variant() == 2);
  }

  @Test
  void characterNamesAreThoseOfTheCharacters() {
    String text = new CharacterNames(SEED).document(3) + new CharacterNames(SEED).document(4);
    assertThat(text.lines().filter(line -> line.startsWith("U+")))
        .allMatch(
            line -> {
              int codePoint = Integer.parseInt(line.substring(2, line.indexOf(' ')), 16);
              return line.endsWith(String.valueOf(Character.getName(codePoint)));
            });
    assertThat(text).isNotEmpty();
  }

  @Test
  void missingJarsAndBadSizesAreNamed() {
    Path empty = sources.resolve("none");
    assertThatThrownBy(() -> QuickstartCorpus.of(empty, 1000, SEED))
        .hasMessageStartingWith("source jars: cannot list folder " + empty);
    assertThatThrownBy(() -> QuickstartCorpus.of(sources, 0, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("characters: expected at least 1, got 0");
    assertThatThrownBy(() -> new QuickstartShares(0, 0, 0, 0, 0, 0, 0))
        .hasMessage("shares: expected at least one above 0, got none");
    assertThatThrownBy(() -> new QuickstartShares(-1, 0, 0, 0, 0, 0, 0))
        .hasMessage("share of a kind of text: expected 0 or more, got -1.0");
  }

  private static double share(List<Document> pages, String domain, Character.UnicodeScript script) {
    Map<Boolean, Long> letters =
        pages.stream()
            .filter(page -> page.domain().equals(domain))
            .flatMap(page -> page.text().codePoints().boxed())
            .filter(Character::isLetter)
            .collect(
                Collectors.partitioningBy(
                    c -> Character.UnicodeScript.of(c) == script, Collectors.counting()));
    return letters.get(true) / (double) Math.max(1, letters.get(true) + letters.get(false));
  }

  private static Map<String, Long> charactersByDomain(Corpus corpus) {
    Function<Document, String> domain = Document::domain;
    return read(corpus).stream()
        .collect(Collectors.groupingBy(domain, Collectors.summingLong(d -> d.text().length())));
  }

  private static List<Document> read(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.toList();
    }
  }
}
