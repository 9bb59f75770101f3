package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;

/** Named tensors of an open file of any format. */
interface TensorSource extends AutoCloseable {
  /** Returns the file and, where it has them, the keys that lead to the tensors. */
  String where();

  /** Returns the names of all entries, tensors or not. */
  Set<String> names();

  /** Returns the lengths of a tensor's axes; what is no tensor is refused by name. */
  List<Long> shape(String name);

  /** Returns whether a tensor holds floating-point numbers. */
  boolean isFloat(String name);

  /** Reads a tensor of floats; F64 as such, all else as FLOAT32. */
  NDArray read(String name, NDManager manager);

  /** Reads the only number of a tensor of any type. */
  double number(String name);

  @Override
  void close();
}
