/**
 * The main job from end to end: text in, a language model's activations harvested, a dictionary
 * trained on them, measured on held-out text, and its features shown on a page.
 */
@NullMarked
package org.monosem.examples.quickstart;

import org.jspecify.annotations.NullMarked;
