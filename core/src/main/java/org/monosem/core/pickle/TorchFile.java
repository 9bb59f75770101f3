package org.monosem.core.pickle;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.monosem.core.archive.FileSource;
import org.monosem.core.archive.ZipArchive;
import org.monosem.core.tensor.TensorFileException;

/**
 * An open file of {@code torch.save}: its plain data in memory, its tensors read on demand.
 *
 * <p>Read are the zip archives of PyTorch 1.6 and later and the stream of earlier versions. Nothing
 * that the file names is ever called: tensors, numbers, texts, bytes, lists, tuples, dicts and sets
 * are read, a Parameter as its tensor, an element type or a device as its name, and every other
 * name is refused with the name in the message. Attributes set on tensors and dicts are dropped.
 *
 * <p>Limits, beside those of the bytes really there: a pickle of 64 MiB and 2^22 instructions and
 * items, whole numbers of 64 bits, dict keys that are numbers or strings of up to 4096 characters,
 * tensors of up to 64 axes that lie within their storage; compressed storages of up to 100 times
 * their compressed bytes.
 *
 * <p>Safe for use by several threads. Once closed, every read of a tensor throws {@link
 * IllegalStateException}; the plain data stays valid.
 */
public final class TorchFile implements AutoCloseable {
  private static final int PICKLE = 0x80;
  private static final int ZIP = 'P';

  private final FileSource file;
  private final @Nullable ZipArchive archive;
  private final TorchValue root;

  private TorchFile(FileSource file, @Nullable ZipArchive archive, @Nullable Object root) {
    this.file = file;
    this.archive = archive;
    this.root = new TorchValue(file.path(), "", root);
  }

  /**
   * Opens a file and reads all but its tensors' elements.
   *
   * @throws TensorFileException if the file is missing, unreadable, malformed, or holds what is
   *     refused
   */
  public static TorchFile open(Path path) {
    FileSource file = FileSource.open(path);
    try {
      return of(file);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static TorchFile of(FileSource file) {
    byte[] start = file.start(1);
    int first = start.length == 0 ? -1 : start[0] & 0xFF;
    if (first == ZIP) {
      ZipArchive archive = ZipArchive.of(file);
      return new TorchFile(file, archive, ZipTorch.read(archive));
    } else if (first == PICKLE) {
      return new TorchFile(file, null, LegacyTorch.read(file));
    }
    throw new TensorFileException(
        file.path(), "expected a file of torch.save (a zip archive or a pickle), got another");
  }

  /** Returns the file, as it was given. */
  public Path path() {
    return file.path();
  }

  /** Returns what was saved: for a state dict, a dict of tensors. */
  public TorchValue root() {
    return root;
  }

  /** Closes the file. */
  @Override
  public void close() {
    if (archive != null) {
      archive.close();
    }
    file.close();
  }
}
