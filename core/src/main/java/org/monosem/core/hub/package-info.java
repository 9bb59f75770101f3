/** Files of the Hugging Face hub: what a repository holds, and how it gets here whole. */
@NullMarked
package org.monosem.core.hub;

import org.jspecify.annotations.NullMarked;
