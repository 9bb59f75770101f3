package org.monosem.core.pickle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/** What a value is, in words; never its content as a whole, which may be large or hold itself. */
final class Kind {
  private Kind() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof StoredTensor tensor) {
      return "a tensor of shape " + tensor.shape();
    } else if (value instanceof List<?> list) {
      return "a list of " + list.size();
    } else if (value instanceof Tuple tuple) {
      return "a tuple of " + tuple.size();
    } else if (value instanceof Map<?, ?> map) {
      return "a dict of " + map.size();
    } else if (value instanceof Set<?> set) {
      return "a set of " + set.size();
    } else if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    } else if (value instanceof Global global) {
      return "the name " + TensorFileException.shown(global.fullName());
    } else if (value instanceof TorchStorage) {
      return "a storage";
    } else if (value instanceof String text) {
      return "the string \"" + TensorFileException.shown(text) + "\"";
    }
    return "the value " + value;
  }
}
