/**
 * Strict JSON: what Monosem's own files and everyone's {@code config.json} are read with.
 *
 * <p>Internal to Monosem's own modules; it may change at any time.
 */
@NullMarked
package org.monosem.core.json;

import org.jspecify.annotations.NullMarked;
