/**
 * Kernels: TorchScript text shipped as resources and called from Java.
 *
 * <p>Internal to Monosem's own modules; it may change at any time. It is the only package that
 * touches the PyTorch engine's classes, so that everything else depends on DJL's API alone.
 */
@NullMarked
package org.monosem.core.kernel;

import org.jspecify.annotations.NullMarked;
