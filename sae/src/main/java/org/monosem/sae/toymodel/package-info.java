/**
 * Toy models in which superposition and its opposite can be watched, and where possible solved:
 * small networks on artificial features, one package an experiment.
 */
@NullMarked
package org.monosem.sae.toymodel;

import org.jspecify.annotations.NullMarked;
