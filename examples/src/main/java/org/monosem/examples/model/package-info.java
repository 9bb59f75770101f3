/** The one-layer transformer that is shipped with the examples. */
@NullMarked
package org.monosem.examples.model;

import org.jspecify.annotations.NullMarked;
