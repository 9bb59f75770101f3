package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.monosem.core.numpy.NumpyArchive;

/** The arrays of a {@code .npz} archive. */
record NumpyTensors(NumpyArchive archive) implements TensorSource {

  static TensorSource open(Path path) {
    return new NumpyTensors(NumpyArchive.open(path));
  }

  @Override
  public String where() {
    return archive.path().toString();
  }

  @Override
  public Set<String> names() {
    return archive.names();
  }

  @Override
  public List<Long> shape(String name) {
    return archive.array(name).shape();
  }

  @Override
  public boolean isFloat(String name) {
    return archive.array(name).type().isFloat();
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    return archive.array(name).read(manager);
  }

  @Override
  public double number(String name) {
    return archive.array(name).readNumber();
  }

  @Override
  public void close() {
    archive.close();
  }
}
