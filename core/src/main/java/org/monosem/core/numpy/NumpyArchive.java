package org.monosem.core.numpy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.archive.FileSource;
import org.monosem.core.archive.ZipArchive;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/**
 * An open {@code .npz} archive, for example Gemma Scope's {@code params.npz}: its headers in
 * memory, its arrays read on demand, of any size.
 *
 * <p>Safe for use by several threads. Once closed, every read of an array throws {@link
 * IllegalStateException}.
 */
public final class NumpyArchive implements AutoCloseable {
  private static final String SUFFIX = ".npy";
  private static final int SHOWN_NAMES = 10;

  private final FileSource file;
  private final ZipArchive archive;
  private final Map<String, StoredTensor> arrays = new LinkedHashMap<>();

  private NumpyArchive(FileSource file, ZipArchive archive) {
    this.file = file;
    this.archive = archive;
  }

  /**
   * Opens an archive and checks the header of every array.
   *
   * @throws TensorFileException if the file is missing, unreadable, no archive of arrays, or holds
   *     an array of objects or of structures
   */
  public static NumpyArchive open(Path path) {
    FileSource file = FileSource.open(path);
    try {
      NumpyArchive numpy = new NumpyArchive(file, ZipArchive.of(file));
      numpy.readHeaders();
      return numpy;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private void readHeaders() {
    for (String entry : archive.names()) {
      String shown = TensorFileException.shown(entry);
      if (!entry.endsWith(SUFFIX)) {
        throw new TensorFileException(
            path(), "entry " + shown + ": expected only arrays (.npy), got another file");
      }
      String name = entry.substring(0, entry.length() - SUFFIX.length());
      NpyPlace where = new NpyPlace(path(), "array " + TensorFileException.shown(name));
      ByteSource bytes = archive.source(entry);
      arrays.put(name, NpyArray.read(where, archive.unchecked(entry), bytes));
    }
  }

  /** Returns the file, as it was given. */
  public Path path() {
    return file.path();
  }

  /** Returns the names of the arrays, in the archive's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /** Returns whether there is an array of this name. */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /**
   * Returns an array.
   *
   * @throws TensorFileException if there is none of this name
   */
  public StoredTensor array(String name) {
    StoredTensor array = arrays.get(name);
    if (array == null) {
      throw new TensorFileException(
          path(),
          "array "
              + TensorFileException.shown(name)
              + ": expected it to be there, got only "
              + names().stream().limit(SHOWN_NAMES).map(TensorFileException::shown).toList());
    }
    return array;
  }

  /**
   * Returns the names that are not among the known ones, in order: an importer that ignores an
   * array should do so by name.
   */
  public List<String> unexpected(Set<String> known) {
    return names().stream().filter(name -> !known.contains(name)).toList();
  }

  /** Closes the file. */
  @Override
  public void close() {
    archive.close();
    file.close();
  }
}
