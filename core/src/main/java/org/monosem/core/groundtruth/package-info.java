/**
 * Data whose features are known, and how well a dictionary finds them: a generator of activations
 * that are sparse sums of given directions, and the figures that compare a dictionary with them.
 *
 * <p>The directions of the truth are called <b>atoms</b>, to keep them apart from a dictionary's
 * features: {@code atoms [atoms, dIn]}. In {@link org.monosem.core.FeatureActivations} of the
 * truth, {@code dSae} is the number of atoms.
 */
@NullMarked
package org.monosem.core.groundtruth;

import org.jspecify.annotations.NullMarked;
