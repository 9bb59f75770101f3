/**
 * What a training minimises: the loss with its reductions named, and its gradient written by hand
 * in kernels, dense and sparsity-exact.
 */
@NullMarked
package org.monosem.sae.objective;

import org.jspecify.annotations.NullMarked;
