/**
 * Probing a dictionary with labelled text: do a few features tell what the activations tell, and
 * does a feature stay silent because others have absorbed it.
 */
@NullMarked
package org.monosem.sae.probing;

import org.jspecify.annotations.NullMarked;
