/**
 * What a dictionary computes: activations in, feature activations out, and back.
 *
 * <p>Axis names used in every shape of this library: {@code batch} rows of activations, {@code dIn}
 * the width of the layer they come from, {@code dSae} the number of features of a dictionary,
 * {@code position} a token's place in its context, {@code vocabulary} the tokens of a tokenizer.
 *
 * <p>How many things one unit means, of neurons and features alike, is measured by the packages of
 * {@code core.polysemanticity}, one a method; each one's description says the formula, how to read
 * the number, and when it misleads:
 *
 * <ul>
 *   <li>{@link org.monosem.core.polysemanticity.capacity}: the share of a dimension that a feature
 *       has to itself, and the structure of those that share (weights)
 *   <li>{@link org.monosem.core.polysemanticity.embedding}: which inputs fire a unit, and into how
 *       many meanings they fall (weights and examples)
 *   <li>{@link org.monosem.core.polysemanticity.virtualneuron}: a unit split by what drives it
 *       (attributions of examples)
 *   <li>{@link org.monosem.core.polysemanticity.scale}: how far outputs lie from what their unit
 *       usually gives, and which of them stand out (activations, in order)
 *   <li>{@link org.monosem.core.polysemanticity.decorrelation}: how different inputs' activations
 *       are from each other, and a proxy read off biases and norms (activations; weights)
 *   <li>{@link org.monosem.core.polysemanticity.emergence}: in how many ways active nodes of a
 *       network follow from inactive ones (connections and activations)
 *   <li>{@link org.monosem.core.polysemanticity.ratedistortion}: what it costs to have features
 *       that mean one thing each (concepts that occur together, or activations)
 *   <li>{@link org.monosem.core.polysemanticity.coding}: how many dimensions sparse features need,
 *       and how the variance of a layer falls (activations)
 *   <li>{@link org.monosem.core.polysemanticity.label}: how far the labels of a feature lie apart,
 *       and how well they say when it is active (texts and activations)
 * </ul>
 */
@NullMarked
package org.monosem.core;

import org.jspecify.annotations.NullMarked;
