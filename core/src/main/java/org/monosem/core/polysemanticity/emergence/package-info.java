/**
 * Emergence: in how many ways active nodes of a network follow from inactive ones (AlShinaifi and
 * others, 2024, arXiv 2409.01568, who watch it while networks are trained and pruned).
 *
 * <p><b>The formula.</b> Nodes in layers; a node is active for an input if its activation is larger
 * than 0.05. Emergence is the number of paths from an inactive node to an active one, along the
 * connections, whose inner nodes are active: for each inactive node, its active successors, and all
 * paths from them inside the active subgraph. For layers of {@code n_l} nodes, {@code a_l} of them
 * active, each fully connected with the next,
 *
 * <pre>
 *   E = sum_{i &lt; j} (n_i - a_i) prod_{k = i+1 .. j} a_k
 * </pre>
 *
 * ({@link org.monosem.core.polysemanticity.emergence.Emergence#ofCounts}). With connections pruned
 * ({@link org.monosem.core.polysemanticity.emergence.LayeredGraph}) paths are counted layer by
 * layer: {@code A_v}, those that arrive at node v, is the sum over its inputs u of 1 if u is
 * inactive and {@code A_u} if u may be passed; E is the sum of {@code A_v} over active v. Counts
 * are whole numbers of any size, so nothing overflows. Relative emergence is E over the number of
 * parameters.
 *
 * <p><b>From activations.</b> {@link
 * org.monosem.core.polysemanticity.emergence.EmergenceAccumulator} takes the activations of every
 * layer, each {@code [rows, units]}, and gives the mean over inputs. The layers are the caller's:
 * inputs too may be one.
 *
 * <p><b>Reading it.</b> Large where half of the nodes are active, 0 where all are or none is: a
 * fully active network has no beginning of a path, a silent one no end. During training it falls as
 * the network converges; a pruned network has less of it, and more for each parameter it still has.
 *
 * <p><b>When it misleads.</b> It counts connections, not weights: a weight of 1e-9 leads as surely
 * as one of 1. The threshold is absolute, so the scale of a layer decides it, and rescaling layers
 * that changes nothing in the function changes E. It grows like a product over layers: compare
 * networks of one depth only, and the logarithm rather than the number. Activations that may be
 * negative are inactive below the threshold however strong.
 *
 * <p><b>What is not known.</b> We know the paper by its summary: whether the inner nodes of a path
 * must be active in the printed formula is unverified, so the rule is an option ({@link
 * org.monosem.core.polysemanticity.emergence.CountingRule}; active by default, as the description
 * says). Whether biases count as parameters is not said: the caller gives the number, and {@link
 * org.monosem.core.polysemanticity.emergence.LayeredGraph} offers both.
 */
@NullMarked
package org.monosem.core.polysemanticity.emergence;

import org.jspecify.annotations.NullMarked;
