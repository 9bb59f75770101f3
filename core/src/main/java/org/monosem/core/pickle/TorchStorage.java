package org.monosem.core.pickle;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.tensor.ByteSource;

/** A run of elements that tensors are views of; where it lies may become known later. */
final class TorchStorage {
  private final String key;
  private final @Nullable ElementType type;
  private final long elements;
  private @Nullable ByteSource bytes;

  /**
   * A storage.
   *
   * @param type the type of its elements, or null for bytes that get one from each tensor
   */
  TorchStorage(String key, @Nullable ElementType type, long elements) {
    this.key = key;
    this.type = type;
    this.elements = elements;
  }

  static TorchStorage of(StorageReference reference) {
    return new TorchStorage(reference.key(), reference.type(), reference.elements());
  }

  /** Refuses a second reference to the same key that says something else. */
  void requireSame(StorageReference reference, PickleInput input) {
    if (type != reference.type() || elements != reference.elements()) {
      throw input.broken("expected one type and size for each storage, got two");
    }
  }

  String key() {
    return key;
  }

  @Nullable ElementType type() {
    return type;
  }

  int elementBytes() {
    return type == null ? 1 : type.bytes();
  }

  long elements() {
    return elements;
  }

  void bind(ByteSource found) {
    bytes = found;
  }

  boolean isBound() {
    return bytes != null;
  }

  Supplier<ByteSource> bytes() {
    return () -> Objects.requireNonNull(bytes, "storages are bound while the file is opened");
  }
}
