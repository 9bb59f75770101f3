/**
 * Several labels for one feature, and scores for them: the core of PRISM (Kopf et al., Capturing
 * Polysemanticity with PRISM, NeurIPS 2025), without the language model.
 *
 * <p><b>The method.</b> Texts at 1000 quantiles of the top 1 % of a feature's activation ({@link
 * org.monosem.core.polysemanticity.label.TopTexts}) are embedded ({@link
 * org.monosem.core.polysemanticity.label.Embedder}) and grouped by k-means into 5 clusters, of
 * which up to 20 texts each ({@link org.monosem.core.polysemanticity.label.TextClusters}) are given
 * to whoever labels ({@link org.monosem.core.polysemanticity.label.Labeller}). {@link
 * org.monosem.core.polysemanticity.label.FeatureLabelling} does all of it.
 *
 * <p><b>The scores.</b> With {@code e_i} the embeddings of L labels and {@code A} activations in
 * texts, one number a text:
 *
 * <pre>
 *   similarity = 2 / (L (L - 1)) sum_{i &lt; j} cos(e_i, e_j)     beside that of random labels
 *   AUC        = P(A_concept &gt; A_control) + P(A_concept = A_control) / 2
 *   MAD        = (mean A_concept - mean A_control) / std A_control
 * </pre>
 *
 * AUC is exact, ties included (Mann and Whitney's U over the number of pairs); of a feature's
 * labels the largest AUC and MAD count ({@link
 * org.monosem.core.polysemanticity.label.LabelScores}). Texts of a concept (the paper: 10 for each
 * label, written by a language model) and control texts (1000) are the caller's.
 *
 * <p><b>Reading it.</b> Similarity near that of random labels: the feature is polysemantic. Near 1:
 * its clusters are one meaning. AUC 0.5: the label says nothing about when the feature is active. A
 * high similarity with a low AUC is a labeller that repeats itself.
 *
 * <p><b>When it misleads.</b> k-means finds as many clusters as it is told to: a monosemantic
 * feature is cut in five too, and then only the labels can tell. Cosines of labels have a floor of
 * the embedder's own; without the score of random labels the number says little. AUC knows the
 * ranks alone, MAD is led by outliers, and is infinite if the control never activates the feature.
 * The best of L labels is better by chance alone for larger L.
 *
 * <p><b>What is not known, and what we chose.</b> The divisor of MAD's standard deviation: all
 * control texts, as NumPy has it ({@link org.monosem.core.polysemanticity.label.Deviation} is the
 * option; its formula itself we know second-hand). Which 20 texts of a larger cluster: the
 * strongest, or those nearest to its centre ({@link
 * org.monosem.core.polysemanticity.label.SelectionPlan.Choice}). What random labels are drawn from:
 * the caller says, other features' labels are meant. The paper cuts texts to the spans whose
 * activation is above the 90th percentile; here a text is what the caller passes.
 */
@NullMarked
package org.monosem.core.polysemanticity.label;

import org.jspecify.annotations.NullMarked;
