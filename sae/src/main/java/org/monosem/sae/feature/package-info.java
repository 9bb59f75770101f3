/**
 * Evidence about features: where each one fires, how strongly, in which kind of text, and which
 * tokens it makes the model expect.
 *
 * <p>Everything is gathered in one pass over the text and on the active entries only, so memory
 * grows with the number of features and not with the text. {@link
 * org.monosem.sae.feature.FeatureSurvey} is the door; {@link
 * org.monosem.sae.feature.ClearestFeatures} says which features to look at first.
 */
@NullMarked
package org.monosem.sae.feature;

import org.jspecify.annotations.NullMarked;
