/**
 * The bytes of foreign files: an open file, and the entries of a zip archive read with suspicion.
 *
 * <p>Internal to Monosem's own modules; it may change at any time.
 */
@NullMarked
package org.monosem.core.archive;

import org.jspecify.annotations.NullMarked;
