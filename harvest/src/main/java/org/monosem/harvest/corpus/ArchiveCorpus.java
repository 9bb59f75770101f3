package org.monosem.harvest.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The text entries of a jar or zip file, sorted by name. */
record ArchiveCorpus(Path archive) implements Corpus {
  @Override
  public String description() {
    return archive.toString();
  }

  @Override
  public Stream<Document> documents() {
    try {
      return DocumentReader.stream(new Entries(archive, new ZipFile(archive.toFile())));
    } catch (IOException e) {
      throw CorpusException.unreadable(archive, e);
    }
  }

  private static final class Entries implements DocumentReader {
    private final Path archive;
    private final ZipFile zip;
    private final Iterator<? extends ZipEntry> rest;
    private @Nullable TextDocumentReader current;

    Entries(Path archive, ZipFile zip) {
      this.archive = archive;
      this.zip = zip;
      List<? extends ZipEntry> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      this.rest = files.iterator();
    }

    @Override
    public @Nullable Document read() {
      while (current != null || rest.hasNext()) {
        Document next = current == null ? null : current.read();
        if (next != null) {
          return next;
        }
        openNextText();
      }
      return null;
    }

    /** Leaves no entry open when there are no more, or when the next is not text. */
    private void openNextText() {
      closeEntry();
      if (rest.hasNext()) {
        current = open(rest.next());
        if (!current.looksLikeText()) {
          closeEntry();
        }
      }
    }

    private TextDocumentReader open(ZipEntry entry) {
      String source = archive.getFileName() + "!/" + entry.getName();
      try {
        String domain = Domains.of(entry.getName());
        return new TextDocumentReader(zip.getInputStream(entry), domain, source);
      } catch (IOException e) {
        throw CorpusException.unreadable(source, e);
      }
    }

    private void closeEntry() {
      if (current != null) {
        current.close();
        current = null;
      }
    }

    @Override
    public void close() {
      closeEntry();
      try {
        zip.close();
      } catch (IOException e) {
        throw CorpusException.unreadable(archive, e);
      }
    }
  }
}
