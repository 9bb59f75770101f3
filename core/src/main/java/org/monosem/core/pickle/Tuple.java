package org.monosem.core.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python tuple. Two tuples are equal only if they are the same one: nobody walks them unasked.
 */
final class Tuple {
  private final List<@Nullable Object> items;

  Tuple(List<@Nullable Object> items) {
    this.items = items;
  }

  List<@Nullable Object> items() {
    return items;
  }

  int size() {
    return items.size();
  }

  @Nullable Object get(int index) {
    return items.get(index);
  }
}
