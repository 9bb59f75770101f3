/** The non-linearities of sparse autoencoders, as values, and the selection that TopK needs. */
@NullMarked
package org.monosem.core.activation;

import org.jspecify.annotations.NullMarked;
