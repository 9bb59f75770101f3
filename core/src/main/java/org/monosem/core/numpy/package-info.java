/**
 * NumPy's files: single arrays ({@code .npy}, versions 1 to 3 of the format) and archives of them
 * ({@code .npz}, stored or compressed), in either byte order and either axis order.
 *
 * <p>Object arrays, which are pickles, and structured ones are refused by name. The header, which
 * is the text of a Python dict, is parsed, never evaluated. What is claimed is checked against the
 * bytes that are there before memory is asked for.
 */
@NullMarked
package org.monosem.core.numpy;

import org.jspecify.annotations.NullMarked;
