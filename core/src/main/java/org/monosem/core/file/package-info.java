/**
 * Writing files and folders so that they exist complete or not at all.
 *
 * <p>Internal to Monosem's own modules; it may change at any time.
 */
@NullMarked
package org.monosem.core.file;

import org.jspecify.annotations.NullMarked;
