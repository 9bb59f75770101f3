package org.monosem.core.pickle;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/** Collects the tensors of a tree, which may share branches or hold itself, in bounded time. */
final class TensorWalk {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STEPS = 1 << 20;
  private static final int STEP_CHARACTERS = 64;

  private final Path path;
  private final Map<String, StoredTensor> found = new LinkedHashMap<>();
  private int steps;

  private TensorWalk(Path path) {
    this.path = path;
  }

  static Map<String, StoredTensor> of(Path path, String place, @Nullable Object value) {
    TensorWalk walk = new TensorWalk(path);
    walk.visit(place.isEmpty() ? "" : place.substring("entry ".length()), value, 0);
    return walk.found;
  }

  private void visit(String key, @Nullable Object value, int depth) {
    // Long keys count as steps too: each tensor below holds them anew.
    steps += 1 + key.length() / STEP_CHARACTERS;
    if (steps > MAX_STEPS || depth > MAX_DEPTH) {
      throw new TensorFileException(
          path,
          "expected at most "
              + MAX_STEPS
              + " values, "
              + MAX_DEPTH
              + " deep, got more or a container that holds itself");
    }
    if (value instanceof StoredTensor tensor) {
      found.put(key, tensor.labelled(label(key)));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, item) -> visit(join(key, name), item, depth + 1));
    } else if (value instanceof List<?> || value instanceof Tuple) {
      List<?> items = value instanceof Tuple tuple ? tuple.items() : (List<?>) value;
      for (int i = 0; i < items.size(); i++) {
        visit(join(key, i), items.get(i), depth + 1);
      }
    }
  }

  private static String label(String key) {
    return key.isEmpty() ? "tensor" : "entry " + TensorFileException.shown(key);
  }

  private static String join(String key, Object name) {
    return key.isEmpty() ? String.valueOf(name) : key + "." + name;
  }
}
