package org.monosem.core.pickle;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/**
 * A dict of a {@link TorchFile}. Keys are strings, in rare files numbers or booleans (as Long,
 * Double, Boolean), in the file's order.
 */
public final class TorchDict {
  private static final int SHOWN_KEYS = 10;

  private final Path path;
  private final String place;
  private final Map<Object, @Nullable Object> entries;

  TorchDict(Path path, String place, Map<Object, @Nullable Object> entries) {
    this.path = path;
    this.place = place;
    this.entries = entries;
  }

  /** Returns the keys. */
  public Set<Object> keys() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Returns whether there is an entry under a key; it may be None. */
  public boolean has(Object key) {
    return entries.containsKey(key);
  }

  /**
   * Returns an entry.
   *
   * @throws TensorFileException if there is none
   */
  public TorchValue get(Object key) {
    if (!has(key)) {
      List<String> known =
          keys().stream().limit(SHOWN_KEYS).map(TensorFileException::shown).toList();
      throw TorchValue.problem(
          path, TorchValue.inside(place, key), "expected it to be there, got only " + known);
    }
    return new TorchValue(path, TorchValue.inside(place, key), entries.get(key));
  }

  /**
   * Returns a tensor.
   *
   * @throws TensorFileException if there is no such entry, or it is something else
   */
  public StoredTensor tensor(Object key) {
    return get(key).tensor();
  }

  /**
   * Returns the keys that are not among the known ones, in order: an importer that ignores an entry
   * should do so by name.
   */
  public List<String> unexpected(Set<String> known) {
    return keys().stream()
        .filter(key -> !(key instanceof String text && known.contains(text)))
        .map(String::valueOf)
        .toList();
  }
}
