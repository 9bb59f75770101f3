package org.monosem.harvest.corpus;

/**
 * A text and where it comes from.
 *
 * @param text the text
 * @param domain what kind of text it is, such as {@code java}, {@code legal} or {@code dna}
 * @param source where it was read, for people to find it again
 */
public record Document(String text, String domain, String source) {}
