/** The door: contexts of tokens through a model into an activation cache. */
@NullMarked
package org.monosem.harvest.pipeline;

import org.jspecify.annotations.NullMarked;
