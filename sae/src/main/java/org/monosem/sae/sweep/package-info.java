/** Trains many dictionaries over one reading of the activations, and compares them. */
@NullMarked
package org.monosem.sae.sweep;

import org.jspecify.annotations.NullMarked;
