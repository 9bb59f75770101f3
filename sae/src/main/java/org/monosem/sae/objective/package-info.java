/**
 * What a training minimises: the loss with its reductions named, and its gradient written by hand
 * in kernels, dense and sparsity-exact.
 *
 * <p>In the table {@code h = wEnc (x - bDec) + bEnc}, {@code xhat = wDec^T f + bDec}; losses are
 * means over the batch of sums over features; R is a sum or mean over elements; {@code w_i} is one
 * or {@code |wDec_i|}. The classes say all of it.
 *
 * <table>
 *   <caption>The variants</caption>
 *   <tr><th>variant<th>features<th>loss<th>gradient<th>dead features<th>exported as
 *   <tr><td>{@link L1Objective}<td>{@code f = ReLU(h)}
 *     <td>{@code R |x - xhat|^2 + c sum f_i w_i}<td>exact
 *     <td>stay, or are resampled by the recipe<td>ReLU
 *   <tr><td>{@link TopKObjective}<td>{@code ReLU(h_i)} at the k largest of the row
 *     <td>{@code R |y - xhat|^2 + AuxK}<td>exact at the chosen entries, none through the choice
 *     <td>AuxK<td>TopK
 *   <tr><td>{@link BatchTopKObjective}<td>{@code ReLU(h_i)} at the k batch largest of the batch
 *     <td>{@code R |y - xhat|^2 + AuxK}<td>as TopK<td>AuxK
 *     <td>JumpReLU, one threshold estimated along the way
 *   <tr><td>{@link MatryoshkaObjective}<td>as BatchTopK
 *     <td>sum or mean over prefixes l of {@code R |y - xhat_l|^2 + AuxK_l}<td>as TopK
 *     <td>AuxK of each prefix<td>as BatchTopK
 *   <tr><td>{@link JumpReluObjective}<td>{@code f_i = h_i} where above its threshold
 *     <td>{@code R |y - xhat|^2 + c S}, S of L0 or its distance from a target
 *     <td>exact in values; thresholds by a rectangle kernel's surrogate<td>stay<td>JumpReLU
 *   <tr><td>{@link GatedObjective}<td>{@code ReLU(exp(rMag_i) z_i + bMag_i)} where the gate
 *     {@code g = ReLU(z + bEnc)} is open
 *     <td>{@code R |y - xhat|^2 + c sum g_i w_i + R |y - sg(wDec)^T g - sg(bDec)|^2}
 *     <td>exact, gate by its own two terms<td>stay<td>gated
 *   <tr><td>{@link PAnnealObjective}<td>{@code f = ReLU(h)}
 *     <td>{@code R |y - xhat|^2 + c s sum phi_p(f_i) w_i}, p falling<td>exact<td>stay<td>ReLU
 * </table>
 */
@NullMarked
package org.monosem.sae.objective;

import org.jspecify.annotations.NullMarked;
