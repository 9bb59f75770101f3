/** The text of the first run: source jars, text of the running JDK, generated DNA and codes. */
@NullMarked
package org.monosem.examples.corpus;

import org.jspecify.annotations.NullMarked;
