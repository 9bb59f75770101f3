package org.monosem.core.pickle;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.archive.FileSource;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/**
 * The single stream that {@code torch.save} wrote before version 1.6, and still writes on demand:
 * pickles of a magic number, the protocol version 1001, facts about the machine, the object and the
 * list of its storages' keys; then each storage as its number of elements (64 bits) and its
 * elements. Everything behind the pickles is little-endian, on every machine.
 */
final class LegacyTorch implements Storages {
  private static final byte[] MAGIC = magic();
  private static final long VERSION = 1001;

  private final FileSource file;
  private final Map<String, TorchStorage> roots = new LinkedHashMap<>();
  private final Map<String, View> views = new LinkedHashMap<>();
  private long position;

  private record View(TorchStorage storage, TorchStorage root, long offset) {}

  private LegacyTorch(FileSource file) {
    this.file = file;
  }

  static @Nullable Object read(FileSource file) {
    LegacyTorch torch = new LegacyTorch(file);
    torch.readMagic();
    if (!(torch.next() instanceof Long version) || version != VERSION) {
      throw new TensorFileException(
          file.path(), "expected version " + VERSION + " of the stream, got another");
    }
    if (!(torch.next() instanceof Map)) {
      throw new TensorFileException(file.path(), "expected a dict about the machine, got another");
    }
    Object root = torch.next();
    torch.bindAll(torch.next());
    return root;
  }

  /** The magic number as LONG1 writes it: 10 bytes, which no other integer here may have. */
  private static byte[] magic() {
    byte[] bigEndian = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
    byte[] pickled = new byte[bigEndian.length + 2];
    pickled[0] = (byte) Opcode.LONG1;
    pickled[1] = (byte) bigEndian.length;
    for (int i = 0; i < bigEndian.length; i++) {
      pickled[pickled.length - 1 - i] = bigEndian[i];
    }
    return pickled;
  }

  private void readMagic() {
    PickleInput input = new PickleInput(file.path(), file, 0);
    boolean same = input.readByte() == Opcode.PROTO && input.readByte() <= 5;
    int next = input.readByte();
    if (next == Opcode.FRAME) {
      input.readNumber(Long.BYTES);
      next = input.readByte();
    }
    for (int i = 0; i < MAGIC.length; i++) {
      same &= next == (MAGIC[i] & 0xFF);
      next = input.readByte();
    }
    if (!same || next != Opcode.STOP) {
      throw new TensorFileException(
          file.path(), "expected PyTorch's magic number at the start of the pickle, got another");
    }
    position = input.position();
  }

  private @Nullable Object next() {
    PickleInput input = new PickleInput(file.path(), file, position);
    TensorRebuild tensors = new TensorRebuild(file.path(), ByteOrder.LITTLE_ENDIAN);
    Object value = new Unpickler(input, this, tensors).load();
    position = input.position();
    return value;
  }

  @Override
  public TorchStorage find(StorageReference reference, PickleInput input) {
    TorchStorage root = roots.computeIfAbsent(reference.key(), key -> TorchStorage.of(reference));
    root.requireSame(reference, input);
    StorageReference.Part part = reference.part();
    if (part == null) {
      return root;
    }
    View view =
        views.computeIfAbsent(
            part.key(),
            key ->
                new View(
                    new TorchStorage(key, reference.type(), part.elements()), root, part.offset()));
    if (view.root() != root
        || view.offset() != part.offset()
        || view.storage().elements() != part.elements()) {
      throw input.broken("expected one place for each part of a storage, got two");
    }
    return view.storage();
  }

  private void bindAll(@Nullable Object keys) {
    List<?> listed = keys instanceof List<?> list ? list : List.of();
    Set<Object> expected = new HashSet<>(roots.keySet());
    for (Object key : listed) {
      TorchStorage root = key instanceof String text ? roots.get(text) : null;
      if (root == null || !expected.remove(root.key())) {
        throw new TensorFileException(
            file.path(), "expected the key of a storage, once, got " + Kind.of(key));
      }
      bind(root);
    }
    if (!expected.isEmpty()) {
      throw new TensorFileException(
          file.path(), "expected " + expected.size() + " more storages, got none");
    } else if (position != file.length()) {
      throw new TensorFileException(
          file.path(),
          "expected the end at byte " + position + ", got " + file.length() + " bytes");
    }
    for (View view : new ArrayList<>(views.values())) {
      int bytes = view.storage().elementBytes();
      ByteSource whole = view.root().bytes().get();
      view.storage().bind(whole.slice(view.offset() * bytes, view.storage().elements() * bytes));
    }
  }

  private void bind(TorchStorage root) {
    PickleInput input = new PickleInput(file.path(), file, position);
    long elements = input.readNumber(Long.BYTES);
    position = input.position();
    if (elements != root.elements()
        || elements > (file.length() - position) / root.elementBytes()) {
      throw new TensorFileException(
          file.path(),
          TensorFileException.shown("storage " + root.key())
              + ": expected "
              + root.elements()
              + " elements in the file, got "
              + elements
              + " and "
              + (file.length() - position)
              + " bytes");
    }
    root.bind(file.slice(position, elements * root.elementBytes()));
    position += elements * root.elementBytes();
  }
}
