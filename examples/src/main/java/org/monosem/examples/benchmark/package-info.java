/** Programs that measure: rates of training steps, on this machine, in one run. */
@NullMarked
package org.monosem.examples.benchmark;

import org.jspecify.annotations.NullMarked;
