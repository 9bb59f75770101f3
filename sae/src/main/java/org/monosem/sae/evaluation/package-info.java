/**
 * Evaluating a dictionary: on cached activations, and inside the language model that they come
 * from.
 */
@NullMarked
package org.monosem.sae.evaluation;

import org.jspecify.annotations.NullMarked;
