package org.monosem.core.pickle;

import org.jspecify.annotations.Nullable;
import org.monosem.core.safetensors.ElementType;

/**
 * The tuple by which a pickle names a storage: {@code ('storage', class, key, device, elements)},
 * in old files with a sixth item {@code (key, offset, elements)} for a part of a storage.
 *
 * @param type the type of the elements, or null for bytes without one
 * @param key the storage's name in the file
 * @param elements how many elements it has
 * @param part the part that is meant, or null for the whole
 */
record StorageReference(
    @Nullable ElementType type, String key, long elements, @Nullable Part part) {

  /** A part of a storage, itself a storage with a key. */
  record Part(String key, long offset, long elements) {}

  static StorageReference of(@Nullable Object id, PickleInput input) {
    if (!(id instanceof Tuple tuple) || tuple.size() < 5 || tuple.size() > 6) {
      throw input.broken("expected a storage's tuple of 5 or 6, got " + Kind.of(id));
    }
    if (!"storage".equals(tuple.get(0))) {
      throw input.refused("a persistent " + Kind.of(tuple.get(0)));
    }
    if (tuple.get(1) instanceof Global type
        && (type.storageType() != null || type.isUntypedStorage())
        && tuple.get(2) instanceof String key
        && tuple.get(4) instanceof Long elements
        && elements >= 0) {
      Object part = tuple.size() == 6 ? tuple.get(5) : null;
      return new StorageReference(
          type.storageType(), key, elements, part == null ? null : part(part, elements, input));
    }
    throw input.broken("expected a storage's class, key and size, got others");
  }

  private static Part part(Object value, long elements, PickleInput input) {
    if (value instanceof Tuple tuple
        && tuple.size() == 3
        && tuple.get(0) instanceof String key
        && tuple.get(1) instanceof Long offset
        && tuple.get(2) instanceof Long length
        && offset >= 0
        && length >= 0
        && length <= elements - offset) {
      return new Part(key, offset, length);
    }
    throw input.broken("expected a part within its storage of " + elements + ", got another");
  }
}
