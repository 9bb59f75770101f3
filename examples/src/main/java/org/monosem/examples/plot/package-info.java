/** Plots for people, as PNG and SVG. */
@NullMarked
package org.monosem.examples.plot;

import org.jspecify.annotations.NullMarked;
