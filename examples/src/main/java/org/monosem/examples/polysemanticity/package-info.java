/** Measures of polysemanticity at work, each on numbers to follow and on the shipped model. */
@NullMarked
package org.monosem.examples.polysemanticity;

import org.jspecify.annotations.NullMarked;
