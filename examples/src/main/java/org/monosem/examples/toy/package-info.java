/**
 * Experiments on toy models: a published setting and a quick one of each, the numbers, and the
 * curves that the papers show. What is stopped is kept ({@link
 * org.monosem.examples.toy.UnfinishedWork}) and gone on with.
 */
@NullMarked
package org.monosem.examples.toy;

import org.jspecify.annotations.NullMarked;
