/**
 * The feature browser: one self-contained HTML page, and the same data as JSON beside it.
 *
 * <p>Every string that comes from text, tokenizers or file names is hostile until escaped: it
 * reaches the page only through one escaping writer, and the page's content security policy admits
 * no script and no style but the page's own.
 */
@NullMarked
package org.monosem.sae.report;

import org.jspecify.annotations.NullMarked;
