package org.monosem.core.pickle;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.archive.ZipArchive;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/**
 * The archives that {@code torch.save} writes since version 1.6: one folder of any name with the
 * pickle ({@code data.pkl}), one entry a storage ({@code data/0}, {@code data/1}, ...) and, since
 * 2.1, {@code byteorder}; without it the bytes are little-endian.
 */
final class ZipTorch implements Storages {
  private static final String PICKLE = "/data.pkl";
  private static final int MAX_BYTE_ORDER = 16;

  private final ZipArchive archive;
  private final String folder;
  private final Map<String, TorchStorage> storages = new HashMap<>();

  private ZipTorch(ZipArchive archive, String folder) {
    this.archive = archive;
    this.folder = folder;
  }

  static @Nullable Object read(ZipArchive archive) {
    Path path = archive.path();
    ZipTorch torch = new ZipTorch(archive, folder(archive));
    ByteOrder order = torch.byteOrder();
    String name = torch.folder + PICKLE;
    if (archive.size(name) > PickleInput.MAX_BYTES) {
      throw new TensorFileException(
          path,
          "expected a pickle of at most "
              + PickleInput.MAX_BYTES
              + " bytes, got "
              + archive.size(name));
    }
    ByteSource pickle = archive.source(name);
    PickleInput input = new PickleInput(path, pickle, 0);
    Object root = new Unpickler(input, torch, new TensorRebuild(path, order)).load();
    if (input.position() != pickle.length()) {
      throw input.broken("expected the end of the entry, got more bytes");
    }
    return root;
  }

  /** Returns the folder that holds the pickle. */
  private static String folder(ZipArchive archive) {
    List<String> found = archive.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
    if (found.size() != 1) {
      throw new TensorFileException(
          archive.path(),
          "expected a PyTorch archive with one entry data.pkl, got " + found.size());
    }
    String folder = found.get(0).substring(0, found.get(0).length() - PICKLE.length());
    for (String name : archive.names()) {
      if (name.equals(folder + "/constants.pkl") || name.startsWith(folder + "/code/")) {
        throw new TensorFileException(
            archive.path(),
            "TorchScript archive (entry "
                + TensorFileException.shown(name)
                + "), which holds code and is refused: save the state_dict instead");
      }
    }
    return folder;
  }

  private ByteOrder byteOrder() {
    String name = folder + "/byteorder";
    if (archive.size(name) < 0) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order = new String(archive.bytes(name, MAX_BYTE_ORDER), StandardCharsets.ISO_8859_1);
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new TensorFileException(
              archive.path(),
              "entry byteorder: expected little or big, got " + TensorFileException.shown(order));
    };
  }

  @Override
  public TorchStorage find(StorageReference reference, PickleInput input) {
    if (reference.part() != null) {
      throw input.broken("expected a whole storage, got a part");
    }
    TorchStorage storage = storages.computeIfAbsent(reference.key(), key -> bound(reference));
    storage.requireSame(reference, input);
    return storage;
  }

  private TorchStorage bound(StorageReference reference) {
    TorchStorage storage = TorchStorage.of(reference);
    String name = folder + "/data/" + reference.key();
    long size = archive.size(name);
    boolean same =
        size >= 0
            && size % storage.elementBytes() == 0
            && size / storage.elementBytes() == storage.elements();
    if (!same) {
      throw new TensorFileException(
          archive.path(),
          TensorFileException.shown("storage " + reference.key())
              + ": expected an entry of "
              + storage.elements()
              + " times "
              + storage.elementBytes()
              + " bytes, got "
              + (size < 0 ? "none" : size + " bytes"));
    }
    storage.bind(archive.source(name));
    return storage;
  }
}
