/** Randomness: one master seed, named sub-seeds, and generators that need no saved state. */
@NullMarked
package org.monosem.core.random;

import org.jspecify.annotations.NullMarked;
