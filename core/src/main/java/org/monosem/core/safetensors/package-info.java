/**
 * Safetensors files: a strict reader for files of any size, and an atomic writer.
 *
 * <p>The format, as published by HuggingFace (github.com/huggingface/safetensors), field by field:
 *
 * <ol>
 *   <li><b>Bytes 0 to 7</b>: the header's length N in bytes, an unsigned 64-bit little-endian
 *       integer. Here at most 100 000 000, as in the reference implementation.
 *   <li><b>The next N bytes</b>: the header, one JSON object in UTF-8 whose first byte is <code>{
 *       </code>; it may end in blanks. Its members:
 *       <ul>
 *         <li>{@code "__metadata__"} (optional): an object of strings to strings.
 *         <li>any other name: a tensor, <code>
 *             {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}</code>. {@code dtype} is a
 *             name of {@link org.monosem.core.safetensors.ElementType}; {@code shape} the lengths
 *             of the axes, outermost first, {@code []} for a single number; {@code data_offsets}
 *             the first byte and the byte after the last, counted from the end of the header.
 *       </ul>
 *   <li><b>The rest of the file</b>: the elements of every tensor, little-endian, in row-major
 *       order (the last axis runs fastest). The ranges fill this part without holes or overlaps and
 *       the last one ends with the file; their order is free.
 * </ol>
 *
 * <p>The reader takes nothing on trust: every number is checked against the length of the file, in
 * exact arithmetic, before memory is asked for. What it refuses, it refuses with a {@link
 * org.monosem.core.safetensors.SafetensorsException} that names the file, the rule and the value.
 * Values are copied out; {@link org.monosem.core.safetensors.SafetensorsFile#map} gives views of
 * the file itself.
 */
@NullMarked
package org.monosem.core.safetensors;

import org.jspecify.annotations.NullMarked;
