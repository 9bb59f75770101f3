package org.monosem.core.numpy;

import java.nio.file.Path;
import org.monosem.core.tensor.TensorFileException;

/**
 * Where an array stands, for messages.
 *
 * @param file the file
 * @param label the array in it, safe to print
 */
record NpyPlace(Path file, String label) {
  TensorFileException problem(String problem) {
    return new TensorFileException(file, label + ": " + problem);
  }
}
