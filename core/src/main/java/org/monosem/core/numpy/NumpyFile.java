package org.monosem.core.numpy;

import java.nio.file.Path;
import org.monosem.core.archive.FileSource;
import org.monosem.core.tensor.StoredTensor;

/**
 * An open {@code .npy} file: one array, read on demand, of any size.
 *
 * <p>Safe for use by several threads. Once closed, every read throws {@link IllegalStateException}.
 */
public final class NumpyFile implements AutoCloseable {
  private final FileSource file;
  private final StoredTensor array;

  private NumpyFile(FileSource file, StoredTensor array) {
    this.file = file;
    this.array = array;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws org.monosem.core.tensor.TensorFileException if the file is missing, unreadable,
   *     malformed, or holds an array of objects or of structures
   */
  public static NumpyFile open(Path path) {
    FileSource file = FileSource.open(path);
    try {
      return new NumpyFile(file, NpyArray.read(new NpyPlace(path, "array"), file, file));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Returns the file, as it was given. */
  public Path path() {
    return file.path();
  }

  /** Returns the array. */
  public StoredTensor array() {
    return array;
  }

  /** Closes the file. */
  @Override
  public void close() {
    file.close();
  }
}
