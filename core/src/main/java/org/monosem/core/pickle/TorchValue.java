package org.monosem.core.pickle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/**
 * One value of a {@link TorchFile} with the place it stands at: typed access, with errors that name
 * the file, the place and what stands there, for example {@code ae.pt: entry decoder.weight:
 * expected a tensor, got a list of 3}.
 *
 * <p>A value may stand at several places, and a container in itself, so a walk over all of them
 * must count its steps, as {@link #tensors} does.
 */
public final class TorchValue {
  private final Path path;
  private final String place;
  private final @Nullable Object value;

  TorchValue(Path path, String place, @Nullable Object value) {
    this.path = path;
    this.place = place;
    this.value = value;
  }

  /** Returns what this is, in words, for example {@code a tensor of shape [2, 3]}. */
  public String kind() {
    return Kind.of(value);
  }

  /** Returns whether this is None. */
  public boolean isNone() {
    return value == null;
  }

  /** Returns whether this is a tensor. */
  public boolean isTensor() {
    return value instanceof StoredTensor;
  }

  /** Returns whether this is a dict. */
  public boolean isDict() {
    return value instanceof Map;
  }

  /** Returns whether this is a list or a tuple. */
  public boolean isList() {
    return value instanceof List || value instanceof Tuple;
  }

  /**
   * Returns the tensor.
   *
   * @throws TensorFileException if this is none, as all typed accessors here do
   */
  public StoredTensor tensor() {
    return require(StoredTensor.class, "a tensor").labelled(place.isEmpty() ? "tensor" : place);
  }

  /** Returns the dict. */
  @SuppressWarnings("unchecked")
  public TorchDict dict() {
    return new TorchDict(path, place, (Map<Object, @Nullable Object>) require(Map.class, "a dict"));
  }

  /** Returns the items of a list or a tuple. */
  public List<TorchValue> list() {
    List<?> items = value instanceof Tuple tuple ? tuple.items() : require(List.class, "a list");
    List<TorchValue> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      values.add(new TorchValue(path, inside(place, i), items.get(i)));
    }
    return values;
  }

  /** Returns the items of a set: numbers and texts, in the file's order. */
  @SuppressWarnings("unchecked")
  public Set<Object> set() {
    return Collections.unmodifiableSet((Set<Object>) require(Set.class, "a set"));
  }

  /** Returns a text; also a device ({@code cpu}). */
  public String text() {
    return require(String.class, "a string");
  }

  /** Returns the name of an element type or class, for example {@code torch.float32}. */
  public String name() {
    return require(Global.class, "a name").fullName();
  }

  /** Returns a copy of bytes. */
  public byte[] bytes() {
    return require(byte[].class, "bytes").clone();
  }

  /** Returns a whole number. */
  public long integer() {
    return require(Long.class, "a whole number");
  }

  /** Returns a number; a whole number counts as one. */
  public double number() {
    return require(Number.class, "a number").doubleValue();
  }

  /** Returns true or false. */
  public boolean flag() {
    return require(Boolean.class, "True or False");
  }

  /**
   * Returns every tensor in this value, under the keys and indices that lead to it, joined by dots;
   * a tensor that stands at several places is given at each.
   *
   * @throws TensorFileException if containers are nested more than 64 deep, or there are more than
   *     2^20 steps, which a file can ask for by naming one container often
   */
  public Map<String, StoredTensor> tensors() {
    return TensorWalk.of(path, place, value);
  }

  private <T> T require(Class<T> type, String what) {
    if (!type.isInstance(value)) {
      throw problem(path, place, "expected " + what + ", got " + kind());
    }
    return Objects.requireNonNull(type.cast(value));
  }

  static TensorFileException problem(Path path, String place, String problem) {
    return new TensorFileException(path, place.isEmpty() ? problem : place + ": " + problem);
  }

  /** Returns the place of an item in a container. */
  static String inside(String place, Object key) {
    String shown = TensorFileException.shown(key);
    return place.isEmpty() ? "entry " + shown : place + "." + shown;
  }
}
