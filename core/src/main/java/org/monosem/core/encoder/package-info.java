/**
 * The dense product that every dictionary starts with, and the sparse entries it leaves. Internal
 * to Monosem's modules: shared by serving and training, and but for {@link
 * org.monosem.core.encoder.Precision} not part of the stable API.
 */
@NullMarked
package org.monosem.core.encoder;

import org.jspecify.annotations.NullMarked;
