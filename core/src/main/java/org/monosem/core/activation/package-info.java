/** The non-linearities of sparse autoencoders, as values. */
@NullMarked
package org.monosem.core.activation;

import org.jspecify.annotations.NullMarked;
