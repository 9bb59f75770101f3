/**
 * Files of the Hugging Face hub: what a repository holds, and how it gets here whole.
 *
 * <p>Internal to Monosem's own modules; it may change at any time.
 */
@NullMarked
package org.monosem.core.hub;

import org.jspecify.annotations.NullMarked;
