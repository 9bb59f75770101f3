/** The program of the README: a dictionary loaded, and the features of a few rows printed. */
@NullMarked
package org.monosem.examples;

import org.jspecify.annotations.NullMarked;
