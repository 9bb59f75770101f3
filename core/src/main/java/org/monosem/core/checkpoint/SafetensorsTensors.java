package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.monosem.core.safetensors.SafetensorsFile;

/** The tensors of a safetensors file. */
record SafetensorsTensors(SafetensorsFile file) implements TensorSource {

  static TensorSource open(Path path) {
    return new SafetensorsTensors(SafetensorsFile.open(path));
  }

  @Override
  public String where() {
    return file.path().toString();
  }

  @Override
  public Set<String> names() {
    return file.names();
  }

  @Override
  public List<Long> shape(String name) {
    return file.info(name).shape();
  }

  @Override
  public boolean isFloat(String name) {
    return file.info(name).type().isFloat();
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    return file.read(manager, name);
  }

  @Override
  public double number(String name) {
    return isFloat(name) ? file.readDoubles(name)[0] : file.readLongs(name)[0];
  }

  @Override
  public void close() {
    file.close();
  }
}
