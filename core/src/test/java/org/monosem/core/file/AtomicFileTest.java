package org.monosem.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesAndReplaces() {
    Path target = folder.resolve("deep/er/name.txt");
    AtomicFile.writeString(target, "one");
    assertThat(target).hasContent("one");
    AtomicFile.write(target, new byte[] {'2'});
    assertThat(target).hasContent("2");
    assertThat(target.getParent().toFile().list()).containsExactly("name.txt");
  }

  @Test
  void leavesTheOldFileWhenTheContentFailsHalfWay() {
    Path target = folder.resolve("name.txt");
    AtomicFile.writeString(target, "old");
    assertThatThrownBy(() -> AtomicFile.write(target, 0, out -> failAfterMegabyte(out, "broken")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("writing " + target + ": IOException: broken");
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("name.txt");
  }

  @Test
  void passesOtherFailuresThroughAndLeavesTheOldFile() {
    Path target = folder.resolve("name.txt");
    AtomicFile.writeString(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    0,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IllegalStateException("stopped");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped");
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("name.txt");
  }

  @Test
  void showsTheTargetOnlyWhenComplete() {
    Path target = folder.resolve("name.txt");
    AtomicFile.write(
        target,
        0,
        out -> {
          out.write(new byte[1 << 20]);
          assertThat(target).doesNotExist();
          assertThat(folder.toFile().list())
              .singleElement()
              .asString()
              .matches("name\\.txt\\.tmp-" + ProcessHandle.current().pid() + "-[0-9a-f]{12}");
        });
    assertThat(target).hasSize(1 << 20);
  }

  @Test
  void refusesWhatCannotFitBeforeWriting() {
    Path target = folder.resolve("name.txt");
    AtomicFile.writeString(target, "old");
    long needed = Long.MAX_VALUE;
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    needed,
                    out -> {
                      throw new AssertionError("must not be asked");
                    }))
        .isInstanceOfSatisfying(
            DiskFullException.class,
            e -> {
              assertThat(e.needed()).isEqualTo(needed);
              assertThat(e.free()).isPositive();
              assertThat(e)
                  .hasMessage(
                      "%s: disk full: at least %d bytes needed, %d free", target, needed, e.free());
            });
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("name.txt");
  }

  @Test
  void tellsAFullDiskMetWhileWriting() {
    Path target = folder.resolve("name.txt");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target, 5_000_000, out -> failAfterMegabyte(out, "No space left on device")))
        .isInstanceOf(DiskFullException.class)
        .hasMessageStartingWith(target + ": disk full: at least 5000000 bytes needed, ");
    assertThatThrownBy(
            () -> AtomicFile.write(target, 0, out -> failAfterMegabyte(out, "Disk quota exceeded")))
        .isInstanceOf(DiskFullException.class)
        .hasMessageStartingWith(target + ": disk full: at least 1048576 bytes needed, ");
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void letsTheContentCloseItsStream() throws IOException {
    Path target = folder.resolve("name.gz");
    AtomicFile.write(
        target,
        0,
        out -> {
          try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(1);
          }
        });
    assertThat(Files.size(target)).isPositive();
  }

  @Test
  void writesOnInAnInterruptedThread() {
    Path target = folder.resolve("name.txt");
    Thread.currentThread().interrupt();
    AtomicFile.writeString(target, "done");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).hasContent("done");
  }

  @Test
  void namesATargetThatIsAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("name"));
    Files.writeString(target.resolve("inside"), "kept");
    assertThatThrownBy(() -> AtomicFile.writeString(target, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("writing " + target + ": ");
    assertThat(target.resolve("inside")).hasContent("kept");
    assertThat(folder.toFile().list()).containsExactly("name");
  }

  @Test
  void keepsOneWholeFileOfManyWriters() {
    Path target = folder.resolve("name.txt");
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> AtomicFile.writeString(target, ("" + i % 10).repeat(10_000)));
    assertThat(target).content().matches("([0-9])\\1{9999}");
    assertThat(folder.toFile().list()).containsExactly("name.txt");
  }

  private static void failAfterMegabyte(OutputStream out, String reason) throws IOException {
    out.write(new byte[1 << 20]);
    throw new IOException(reason);
  }
}
