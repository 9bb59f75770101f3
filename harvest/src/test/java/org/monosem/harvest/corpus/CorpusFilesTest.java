package org.monosem.harvest.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFilesTest {
  private static final byte[] BINARY = {1, 2, 0, 3, 4};

  @TempDir private Path folder;

  @Test
  void aTextFileIsOneDocument() throws IOException {
    Path file = write("notes.txt", "one\ntwo\n");
    assertThat(read(file)).containsExactly(new Document("one\ntwo\n", "text", file.toString()));
  }

  @Test
  void theByteOrderMarkIsLeftOut() throws IOException {
    assertThat(texts(write("bom.txt", "\ufeffשלום"))).containsExactly("שלום");
  }

  @Test
  void bytesThatAreNotUtf8AreReplacedInText() throws IOException {
    byte[] latin1 = "plain text and one caf\u00e9 here".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(texts(write("latin.txt", latin1)))
        .containsExactly("plain text and one caf\ufffd here");
  }

  @Test
  void aVeryLongTextIsCutAtLineEnds() throws IOException {
    String line = "x".repeat(99_999) + "\n";
    List<Document> parts = read(write("long.txt", line.repeat(25)));
    assertThat(parts)
        .extracting(d -> d.text().length())
        .containsExactly(1_000_000, 1_000_000, 500_000);
    assertThat(parts.get(2).source()).endsWith("long.txt#3");
  }

  @Test
  void aFolderIsReadByPathWithoutBinaryFiles() throws IOException {
    write("b/second.py", "print(2)");
    write("a/first.java", "class A {}");
    write("image.png", BINARY);
    write("z.jsonl", "{\"text\":\"third\",\"domain\":\"prose\"}\n");
    assertThat(read(folder))
        .extracting(Document::text, Document::domain)
        .containsExactly(
            tuple("class A {}", "java"), tuple("print(2)", "python"), tuple("third", "prose"));
  }

  @Test
  void aJarGivesItsTextEntriesByName() throws IOException {
    Path jar = folder.resolve("lib-1.0-sources.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      entry(zip, "org/", new byte[0]);
      entry(zip, "org/B.java", bytes("class B {}"));
      entry(zip, "org/A.java", bytes("class A {}"));
      entry(zip, "org/A.class", BINARY);
      entry(zip, "META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0\n"));
    }
    assertThat(read(jar))
        .extracting(Document::source)
        .containsExactly(
            "lib-1.0-sources.jar!/META-INF/MANIFEST.MF",
            "lib-1.0-sources.jar!/org/A.java",
            "lib-1.0-sources.jar!/org/B.java");
    assertThat(read(jar)).extracting(Document::domain).containsExactly("manifest", "java", "java");
  }

  @Test
  void jsonLinesKeepDomainAndSource() throws IOException {
    Path file =
        write(
            "x.jsonl",
            "{\"text\":\"a\\nb\",\"domain\":\"prose\",\"source\":\"book\",\"other\":[1]}\r\n\n"
                + "{\"text\":\"c\"}");
    assertThat(read(file))
        .containsExactly(
            new Document("a\nb", "prose", "book"), new Document("c", "text", file + ":3"));
  }

  @Test
  void eachKindMayBePacked() throws IOException {
    Path lines = write("x.jsonl.gz", gzip(bytes("{\"text\":\"packed\"}\n")));
    assertThat(texts(lines)).containsExactly("packed");
    Path text = write("x.java.gz", gzip(bytes("class X {}")));
    assertThat(read(text)).extracting(Document::domain).containsExactly("java");
  }

  @Test
  void aCorpusMayBeReadAgain() throws IOException {
    Corpus corpus = Corpus.of(write("x.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"));
    assertThat(read(corpus)).isEqualTo(read(corpus)).hasSize(2);
  }

  @Test
  void missingAndBinaryFilesAreNamed() throws IOException {
    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> Corpus.of(missing))
        .isInstanceOf(CorpusException.class)
        .hasMessage("corpus " + missing + ": no such file or folder");
    Path binary = write("x.bin", BINARY);
    assertThatThrownBy(() -> read(binary))
        .isInstanceOf(CorpusException.class)
        .hasMessage("corpus " + binary + ": expected text, got a binary file");
    Path zip = write("bad.zip", "no zip");
    assertThatThrownBy(() -> read(zip))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus " + zip + ": cannot be read: ");
  }

  @Test
  void damagedGzipIsNamed() throws IOException {
    byte[] whole = gzip(bytes("{\"text\":\"a long enough line\"}\n".repeat(1000)));
    Path cut = write("cut.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus " + cut + ": cannot be read: ")
        .hasMessageContaining("EOFException");
    Path none = write("not.txt.gz", "plain");
    assertThatThrownBy(() -> read(none))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("Not in GZIP format");
  }

  @Test
  void badJsonLinesAreNamedByNumber() throws IOException {
    assertBadSecondLine("{\"text\": ", "expected JSON, got something else");
    assertBadSecondLine("{'text': 'a'}", "expected JSON, got something else");
    assertBadSecondLine("[1]", "expected one JSON object");
    assertBadSecondLine("{\"text\":\"a\"} {}", "expected JSON, got something else");
    assertBadSecondLine("{\"body\":\"a\"}", "expected a field \"text\", got [body]");
    assertBadSecondLine("{\"text\":7}", "expected a string as \"text\", got something else");
    assertBadSecondLine("{\"text\":\"\u00ff\"}", "expected UTF-8, got other bytes");
  }

  private void assertBadSecondLine(String line, String complaint) throws IOException {
    byte[] content = ("{\"text\":\"good\"}\n" + line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path file = write("bad.jsonl", content);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(CorpusException.class)
        .hasMessage("corpus " + file + ", line 2: " + complaint);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, bytes(text));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static List<String> texts(Path path) {
    return read(path).stream().map(Document::text).toList();
  }

  private static List<Document> read(Path path) {
    return read(Corpus.of(path));
  }

  private static List<Document> read(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.toList();
    }
  }
}
