package org.monosem.core.pickle;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.tensor.StoredBytes;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;
import org.monosem.core.tensor.TensorLayout;

/**
 * Tensors from the arguments of {@code torch._utils._rebuild_tensor*}: a storage, an offset, a
 * shape, strides, then what matters to training only.
 *
 * @param path the file, for messages
 * @param order the order of the bytes of an element
 */
record TensorRebuild(Path path, ByteOrder order) {

  /** Versions 1 and 2: the storage knows the type. */
  StoredTensor typed(Tuple arguments, PickleInput input) {
    TorchStorage storage = storage(arguments, 4, input);
    ElementType type = storage.type();
    if (type == null) {
      throw input.broken("expected a storage with a type, got bytes");
    }
    return tensor(arguments, storage, type, input);
  }

  /** Version 3: a storage of bytes, and the type beside it. */
  StoredTensor untyped(Tuple arguments, PickleInput input) {
    TorchStorage storage = storage(arguments, 7, input);
    @Nullable ElementType type =
        arguments.get(6) instanceof Global name ? name.elementType() : null;
    if (type == null || storage.type() != null) {
      throw input.broken(
          "expected a storage of bytes and an element type, got " + Kind.of(arguments.get(6)));
    }
    return tensor(arguments, storage, type, input);
  }

  private static TorchStorage storage(Tuple arguments, int least, PickleInput input) {
    if (arguments.size() >= least && arguments.get(0) instanceof TorchStorage storage) {
      return storage;
    }
    throw input.broken("expected a tensor's storage and layout, got others");
  }

  private StoredTensor tensor(
      Tuple arguments, TorchStorage storage, ElementType type, PickleInput input) {
    if (!(arguments.get(1) instanceof Long offset)) {
      throw input.broken("expected a tensor's offset, got " + Kind.of(arguments.get(1)));
    }
    List<Long> shape = numbers(arguments.get(2), input);
    TensorLayout layout = new TensorLayout(shape, numbers(arguments.get(3), input), offset);
    long elements = storage.elements() / (storage.type() == null ? type.bytes() : 1);
    String label = "storage " + TensorFileException.shown(storage.key());
    StoredBytes bytes = new StoredBytes(path, label, type, order, storage.bytes());
    return StoredTensor.of(bytes, elements, layout);
  }

  private static List<Long> numbers(@Nullable Object value, PickleInput input) {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof Tuple tuple && tuple.size() <= 64) {
      for (@Nullable Object item : tuple.items()) {
        if (item instanceof Long number) {
          numbers.add(number);
        }
      }
      if (numbers.size() == tuple.size()) {
        return numbers;
      }
    }
    throw input.broken("expected a tuple of at most 64 whole numbers, got " + Kind.of(value));
  }
}
