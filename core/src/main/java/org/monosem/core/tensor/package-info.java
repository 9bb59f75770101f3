/**
 * Tensors in the files of other programs: where they lie, and how they are read.
 *
 * <p>A {@link org.monosem.core.tensor.StoredTensor} is a strided view of a run of bytes, as PyTorch
 * and NumPy define it. It costs nothing until it is read, and was checked against the bytes that
 * are really there before anyone could hold it.
 */
@NullMarked
package org.monosem.core.tensor;

import org.jspecify.annotations.NullMarked;
