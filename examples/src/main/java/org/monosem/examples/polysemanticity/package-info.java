/** The measures of polysemanticity at work: neurons beside features, and worked examples. */
@NullMarked
package org.monosem.examples.polysemanticity;

import org.jspecify.annotations.NullMarked;
