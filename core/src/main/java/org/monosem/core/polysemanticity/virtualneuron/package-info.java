/**
 * Virtual neurons: a polysemantic unit split by which circuits drive it (Dreyer, Purelku,
 * Vielhaben, Samek, Lapuschkin, PURE: Turning Polysemantic Neurons Into Pure Features by
 * Identifying Relevant Circuits, arXiv 2404.06453, 2024, section 3).
 *
 * <p><b>The formula.</b> For each strong example of a unit, the attribution of its activation to
 * the layer before,
 *
 * <pre>
 *   r_j = a_j g_j / sum_k |a_k g_k|,    g = gradient of the unit's activation by a,
 * </pre>
 *
 * ({@link org.monosem.core.polysemanticity.virtualneuron.Attribution}; in a convolutional network
 * summed over the places of a channel first). In an MLP the gradient of the pre-activation is the
 * unit's row of weights, so r is its {@linkplain org.monosem.core.polysemanticity.embedding
 * embedding} with an L1 norm of 1; the activation's own derivative is a factor that the norm takes
 * out where it is not 0. The vectors are clustered by k-means with k from 2 to 5, 10 starts, seed 0
 * ({@link org.monosem.core.polysemanticity.virtualneuron.VirtualNeurons}): each centroid is a
 * virtual neuron, and a new example belongs to the nearest.
 *
 * <p><b>Reading it.</b> In an independent representation of the examples (the source's: CLIP
 * embeddings of images) examples of one virtual neuron should lie closer than examples of different
 * ones: {@link org.monosem.core.polysemanticity.virtualneuron.Separation}. Compare with clusterings
 * by other vectors: by the layer's activations as they are (below), by the representation itself
 * (the upper bound). {@link org.monosem.core.polysemanticity.virtualneuron.Alignment}, the
 * correlation of the pairwise distances, needs no clustering: how far the attributions see the same
 * likenesses as the representation. The source's own figures are for ResNets on ImageNet; none are
 * repeated here.
 *
 * <p><b>When it misleads.</b> k-means always finds as many clusters as it is asked for: a
 * monosemantic unit is split too, and only the separation tells. k-means favours clusters of equal
 * size and of no special shape. One layer back is as far as it sees: circuits that differ earlier
 * and meet in the layer before are one. Signs count: what inhibits the unit is part of its circuit.
 */
@NullMarked
package org.monosem.core.polysemanticity.virtualneuron;

import org.jspecify.annotations.NullMarked;
