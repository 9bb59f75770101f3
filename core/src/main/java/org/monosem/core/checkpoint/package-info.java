/** Dictionaries on disk: what a folder says about a dictionary, and reading and writing it. */
@NullMarked
package org.monosem.core.checkpoint;

import org.jspecify.annotations.NullMarked;
