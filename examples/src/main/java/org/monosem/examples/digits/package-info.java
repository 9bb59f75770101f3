/**
 * The experiment of the neuron embeddings paper: how polysemantic the hidden neurons of a small
 * classifier of digits are, and how polysemantic the features of dictionaries trained on them, with
 * and without the embedding term.
 */
@NullMarked
package org.monosem.examples.digits;

import org.jspecify.annotations.NullMarked;
