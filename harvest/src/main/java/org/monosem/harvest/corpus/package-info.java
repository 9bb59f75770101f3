/** Corpora: documents from text files, folders, source jars and JSON Lines, with their domains. */
@NullMarked
package org.monosem.harvest.corpus;

import org.jspecify.annotations.NullMarked;
