/** Features that stopped firing: counting them in rows, and giving them a new direction. */
@NullMarked
package org.monosem.sae.deadfeature;

import org.jspecify.annotations.NullMarked;
