package org.monosem.core.pickle;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.safetensors.ElementType;

/**
 * A name of the allow-list that a pickle uses.
 *
 * @param module the Python module
 * @param name the name in it
 */
record Global(String module, String name) {
  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("DoubleStorage", ElementType.F64),
          Map.entry("FloatStorage", ElementType.F32),
          Map.entry("HalfStorage", ElementType.F16),
          Map.entry("BFloat16Storage", ElementType.BF16),
          Map.entry("LongStorage", ElementType.I64),
          Map.entry("IntStorage", ElementType.I32),
          Map.entry("ShortStorage", ElementType.I16),
          Map.entry("CharStorage", ElementType.I8),
          Map.entry("ByteStorage", ElementType.U8),
          Map.entry("BoolStorage", ElementType.BOOL));

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("float64", ElementType.F64),
          Map.entry("float32", ElementType.F32),
          Map.entry("float16", ElementType.F16),
          Map.entry("bfloat16", ElementType.BF16),
          Map.entry("int64", ElementType.I64),
          Map.entry("int32", ElementType.I32),
          Map.entry("int16", ElementType.I16),
          Map.entry("int8", ElementType.I8),
          Map.entry("uint64", ElementType.U64),
          Map.entry("uint32", ElementType.U32),
          Map.entry("uint16", ElementType.U16),
          Map.entry("uint8", ElementType.U8),
          Map.entry("bool", ElementType.BOOL));

  /** What a {@code defaultdict} may make; nothing is made here. */
  private static final Set<String> FACTORIES =
      Set.of("dict", "list", "tuple", "set", "int", "float", "str", "bool");

  private static final Set<String> CLASSES =
      Set.of(
          "torch.Tensor",
          "torch.nn.parameter.Parameter",
          "torch.storage.UntypedStorage",
          "torch.storage._UntypedStorage");

  /** Returns whether the name stands for plain data. */
  boolean isAllowed() {
    return storageType() != null
        || elementType() != null
        || isBuiltin(FACTORIES)
        || CLASSES.contains(fullName())
        || Reduction.isAllowed(this);
  }

  /** Returns the element type of a typed storage, or null if this is none. */
  @Nullable ElementType storageType() {
    boolean ofTorch = module.equals("torch") || module.equals("torch.cuda");
    return ofTorch ? STORAGES.get(name) : null;
  }

  /** Returns whether this is the storage of bytes without a type. */
  boolean isUntypedStorage() {
    return module.equals("torch.storage") && name.endsWith("UntypedStorage");
  }

  /** Returns the element type that this names, or null if it names none. */
  @Nullable ElementType elementType() {
    return module.equals("torch") ? TYPES.get(name) : null;
  }

  /** Returns whether this is a builtin, under the name of its module in Python 2 or 3. */
  boolean isBuiltin(Set<String> names) {
    return (module.equals("builtins") || module.equals("__builtin__")) && names.contains(name);
  }

  String fullName() {
    return module + "." + name;
  }
}
