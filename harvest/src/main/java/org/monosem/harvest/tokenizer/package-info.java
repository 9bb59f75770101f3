/** Tokenizers: HuggingFace {@code tokenizer.json} files, training a byte-level BPE, packing. */
@NullMarked
package org.monosem.harvest.tokenizer;

import org.jspecify.annotations.NullMarked;
