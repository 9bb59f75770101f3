package org.monosem.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  @TempDir Path root;
  private Path target;

  @BeforeEach
  void name() {
    target = root.resolve("checkpoint");
  }

  private void publish(String text) {
    AtomicFile.writeFolder(
        target,
        folder -> {
          Files.createDirectory(folder.resolve("inner"));
          Files.writeString(folder.resolve("inner/file"), text);
        });
  }

  @Test
  void publishesAndReplacesAWholeFolder() throws IOException {
    AtomicFile.writeFolder(target, folder -> Files.writeString(folder.resolve("only-old"), ""));
    publish("new");
    assertThat(target.resolve("inner/file")).hasContent("new");
    assertThat(target.toFile().list()).containsExactly("inner");
    assertThat(root.toFile().list()).containsExactly("checkpoint");
  }

  @Test
  void leavesTheOldFolderWhenTheContentFails() {
    publish("old");
    assertThatThrownBy(
            () ->
                AtomicFile.writeFolder(
                    target,
                    folder -> {
                      Files.writeString(folder.resolve("half"), "x");
                      throw new IOException("broken");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("writing " + target + ": IOException: broken");
    assertThat(target.resolve("inner/file")).hasContent("old");
    assertThat(root.toFile().list()).containsExactly("checkpoint");
  }

  @Test
  void tellsAFullDiskMetInTheFolder() {
    assertThatThrownBy(
            () ->
                AtomicFile.writeFolder(
                    target,
                    folder -> {
                      Files.write(folder.resolve("half"), new byte[5000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(DiskFullException.class)
        .hasMessageStartingWith(target + ": disk full: at least ");
    assertThat(root.toFile().list()).isEmpty();
  }

  @Test
  void recoversNothingWhereNothingIsWrong() {
    publish("kept");
    assertThat(AtomicFile.recover(target)).isZero();
    assertThat(AtomicFile.recover(root.resolve("no/such"))).isZero();
    assertThat(target.resolve("inner/file")).hasContent("kept");
  }

  @Test
  void deletesTemporariesOfThisTargetOnly() throws IOException {
    publish("kept");
    Files.createDirectories(root.resolve("checkpoint.tmp-12-0123456789ab/inner"));
    Files.writeString(root.resolve("checkpoint.tmp-13-0123456789ab"), "half");
    Files.writeString(root.resolve("checkpoint.tmp-me"), "someone's");
    Files.writeString(root.resolve("other.tmp-13-0123456789ab"), "someone's");
    assertThat(AtomicFile.recover(target)).isEqualTo(2);
    assertThat(root.toFile().list())
        .containsExactlyInAnyOrder("checkpoint", "checkpoint.tmp-me", "other.tmp-13-0123456789ab");
  }

  @Test
  void deletesLeftoversButNoFolderThatWasMovedAside() throws IOException {
    Files.createDirectory(root.resolve("checkpoint.old-12-0123456789ab"));
    Files.createDirectory(root.resolve("checkpoint.tmp-12-0123456789ab"));
    assertThat(AtomicFile.deleteLeftovers(target)).isEqualTo(1);
    assertThat(root.toFile().list()).containsExactly("checkpoint.old-12-0123456789ab");
  }

  @Test
  void putsBackAFolderThatWasMovedAside() throws IOException {
    publish("old");
    Files.move(target, root.resolve("checkpoint.old-12-0123456789ab"));
    Files.createDirectory(root.resolve("checkpoint.tmp-12-0123456789ab"));
    assertThat(AtomicFile.recover(target)).isEqualTo(2);
    assertThat(target.resolve("inner/file")).hasContent("old");
    assertThat(root.toFile().list()).containsExactly("checkpoint");
  }

  @Test
  void deletesAFolderThatWasMovedAsideAndReplaced() throws IOException {
    publish("new");
    Files.createDirectory(root.resolve("checkpoint.old-12-0123456789ab"));
    assertThat(AtomicFile.recover(target)).isEqualTo(1);
    assertThat(target.resolve("inner/file")).hasContent("new");
    assertThat(root.toFile().list()).containsExactly("checkpoint");
  }
}
