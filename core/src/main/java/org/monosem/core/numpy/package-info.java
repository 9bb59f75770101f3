/** NumPy's {@code .npy} and {@code .npz} files. */
@NullMarked
package org.monosem.core.numpy;

import org.jspecify.annotations.NullMarked;
