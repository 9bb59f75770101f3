/**
 * Feature capacity: the share of a dimension of the embedding space that each feature has to itself
 * (Scherlis, Sachan, Jermyn, Benton, Shlegeris, Polysemanticity and Capacity in Neural Networks,
 * arXiv 2210.01892, section 2; the same number as the feature dimensionality of Elhage et al., Toy
 * Models of Superposition, 2022).
 *
 * <p><b>The formula.</b> Rows {@code W [features, d]} say where each feature is embedded: decoder
 * rows of a dictionary, columns of a neuron's output weights, embeddings of a toy model.
 *
 * <pre>
 *   C_i = (W_i . W_i)^2 / sum_j (W_i . W_j)^2,    0 &lt;= C_i &lt;= 1,    sum_i C_i &lt;= d,
 * </pre>
 *
 * and 0 for a row of zeros. The denominator is {@code W_i M W_i} with {@code M = W' W [d, d]}, so
 * all capacities together cost {@code 2 features d^2} products, not {@code features^2 d}: {@link
 * org.monosem.core.polysemanticity.capacity.FeatureCapacity} measures 131072 features in seconds.
 *
 * <p><b>Reading it.</b> 1: orthogonal to every other feature, monosemantic. {@code 1/n}: one of n
 * features on one line. The sum is how many dimensions are used; less than d means that some are
 * left empty or that one feature stands on another's line more than it needs. Of a dictionary wider
 * than d most capacities must be below 1: {@code d / features} is what they would all have if all
 * shared alike, so compare with that, and look at the spectrum ({@link
 * org.monosem.core.polysemanticity.capacity.FeatureCapacity#quantile}) rather than at the mean.
 * {@link org.monosem.core.polysemanticity.capacity.Interference} names the pairs that share most.
 *
 * <p><b>Structure.</b> At an optimum of the quadratic toy model the features that share lie in
 * blocks with {@code W_b' W_b = s P}, P the projection on the block's span: semi-orthogonal, within
 * which {@code C_i = |W_i|^2 / s}, and orthogonal to the rest (section 4). {@link
 * org.monosem.core.polysemanticity.capacity.SemiOrthogonalBlocks} takes such a matrix apart and
 * says how nearly each block is one.
 *
 * <p><b>Of activations.</b> {@link org.monosem.core.polysemanticity.capacity.ActivationCapacity}
 * puts a unit's activations on many rows in the place of its embedding: the number then says how
 * much of what a unit does is its own, and compares neurons with features of the same layer, whose
 * embeddings lie in spaces of different crowding. That use is ours, not the paper's. It is exact
 * for any number of units: of up to 16384 the products of all pairs are summed, of more the active
 * entries of the rows are kept, and the limit is on those (134 million), not on units.
 *
 * <p><b>When it misleads.</b> The capacity of an embedding is about weights alone: two features on
 * one line that never occur together do not disturb each other, and capacity does not know. It
 * weighs a neighbour by its norm: in a dictionary with free decoder norms a feature that fires
 * rarely and strongly counts little, though its effect is large; {@code
 * FeatureCapacity.ofDirections} takes norms out. Duplicates of a feature, in themselves
 * monosemantic, halve each other's capacity. The capacity of activations is as much about the text:
 * features of one domain fire together on it and share, whatever they mean. In the one-layer model
 * of this project features have more than neurons on text like the dictionary's (mean 0.540 against
 * 0.399), and less on text of other domains (0.049 against 0.357): measure on the text that the
 * dictionary was made for.
 */
@NullMarked
package org.monosem.core.polysemanticity.capacity;

import org.jspecify.annotations.NullMarked;
