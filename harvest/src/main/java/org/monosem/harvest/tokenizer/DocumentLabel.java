package org.monosem.harvest.tokenizer;

/**
 * Which document a token is from.
 *
 * @param document the document's place in its corpus, from 0
 * @param domain what kind of text it is
 * @param source where it was read
 */
public record DocumentLabel(int document, String domain, String source) {}
