package org.monosem.sae.report;

/**
 * A piece of a context as it is shown: one token, or several that together make a character.
 *
 * @param text the piece, invisible characters made visible
 * @param activation the largest activation of its tokens; zero if the feature did not fire
 * @param center whether the example is about it
 */
record TextUnit(String text, float activation, boolean center) {}
