/** Writing files and folders so that they exist complete or not at all. */
@NullMarked
package org.monosem.core.file;

import org.jspecify.annotations.NullMarked;
