/** Training a dictionary: recipes, the loop, schedules, checkpoints, exact resume, logs. */
@NullMarked
package org.monosem.sae.training;

import org.jspecify.annotations.NullMarked;
