package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.monosem.core.pickle.TorchDict;
import org.monosem.core.pickle.TorchFile;
import org.monosem.core.tensor.TensorFileException;

/**
 * The entries of a state dict in a file of {@code torch.save}; not all of them need be tensors.
 *
 * @param file the file, closed with this
 * @param entries the dict in it
 */
record TorchTensors(TorchFile file, TorchDict entries) implements TensorSource {

  static TorchTensors open(Path path) {
    TorchFile file = TorchFile.open(path);
    try {
      return new TorchTensors(file, file.root().dict());
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public String where() {
    return file.path().toString();
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Object key : entries.keys()) {
      if (!(key instanceof String name)) {
        throw new TensorFileException(
            file.path(), "a key of the state dict: expected a name, got " + key);
      }
      names.add(name);
    }
    return names;
  }

  @Override
  public List<Long> shape(String name) {
    return entries.tensor(name).shape();
  }

  @Override
  public boolean isFloat(String name) {
    return entries.tensor(name).type().isFloat();
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    return entries.tensor(name).read(manager);
  }

  @Override
  public double number(String name) {
    return entries.tensor(name).readNumber();
  }

  @Override
  public void close() {
    file.close();
  }
}
