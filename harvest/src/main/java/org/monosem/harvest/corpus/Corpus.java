package org.monosem.harvest.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents that can be read again and again, always the same ones in the same order.
 *
 * <p>Reading is a stream: what is held in memory is a document or two, never the corpus. Immutable
 * and safe for use by several threads, each with its own stream.
 */
public interface Corpus {

  /**
   * Returns all documents in order; the caller closes the stream, which closes the files. Reading
   * throws {@link CorpusException} if a file is missing or damaged.
   */
  Stream<Document> documents();

  /** Returns what this corpus is, for messages. */
  String description();

  /**
   * Returns the corpus of a file or folder, recognised by its name.
   *
   * <ul>
   *   <li>a folder: its files and those of its folders, sorted by path; binary files are left out
   *   <li>{@code .jar}, {@code .zip}: its entries in the same way, sorted by name
   *   <li>{@code .jsonl}, {@code .ndjson}: one document a line, {@code {"text": ..., "domain": ...,
   *       "source": ...}}; only the text is required, other fields are ignored, blank lines skipped
   *   <li>anything else: one UTF-8 text; bytes that are not UTF-8 are read as U+FFFD and counted in
   *       the log. A text of more than a million characters is cut into several documents at line
   *       ends
   *   <li>each of these files with {@code .gz} behind its name
   * </ul>
   *
   * <p>A domain that is not given follows from the name's extension: {@code .py} is {@code python},
   * none is {@code text}.
   *
   * @throws CorpusException if there is no such file or folder
   */
  static Corpus of(Path path) {
    return CorpusFiles.open(path);
  }

  /** Returns the corpus of the given documents. */
  static Corpus of(String description, List<Document> documents) {
    return new ListCorpus(description, List.copyOf(documents));
  }

  /** Returns the documents of several corpora, one corpus behind the other. */
  static Corpus concat(List<Corpus> corpora) {
    return new ConcatenatedCorpus(List.copyOf(corpora));
  }

  /**
   * Returns the documents of several corpora mixed by weight.
   *
   * <p>The next document is taken from the corpus whose characters so far, divided by its weight,
   * are fewest; among equals from the first. A corpus that has no more documents drops out, so
   * every document appears once.
   *
   * @throws IllegalArgumentException if a weight is not positive and finite
   */
  static Corpus mix(List<Share> shares) {
    return new MixedCorpus(List.copyOf(shares));
  }

  /** Returns the documents of several corpora mixed with equal weights. */
  static Corpus interleave(List<Corpus> corpora) {
    return mix(corpora.stream().map(corpus -> new Share(corpus, 1)).toList());
  }

  /**
   * A corpus and its weight in a mixture.
   *
   * @param corpus the corpus
   * @param weight characters of it for each character of a corpus of weight 1, above 0
   */
  record Share(Corpus corpus, double weight) {
    /** Checks the weight. */
    public Share {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "weight of corpus " + corpus.description() + ": expected above 0, got " + weight);
      }
    }
  }

  /**
   * Returns the documents held out for measuring: about the given fraction of them.
   *
   * <p>Whether a document is held out follows from a 64-bit hash of its text alone. So it is the
   * same in every corpus, order and run, equal texts never fall on both sides, and what is held out
   * at 1 % is also held out at 2 %.
   *
   * @param fraction 0 to 1
   */
  default Corpus heldOut(double fraction) {
    return new SplitCorpus(this, new HeldOutRule(fraction), true);
  }

  /**
   * Returns the documents that {@link #heldOut} with the same fraction does not.
   *
   * @param fraction the fraction held out, 0 to 1
   */
  default Corpus training(double fraction) {
    return new SplitCorpus(this, new HeldOutRule(fraction), false);
  }

  /** Returns these documents, all of the given domain. */
  default Corpus withDomain(String domain) {
    return new RelabelledCorpus(this, domain);
  }

  /**
   * Returns this corpus with long documents cut at line ends, or at the limit where a line is
   * longer; the log says how many were cut.
   *
   * @param characters the most UTF-16 characters of a document, at least 2
   */
  default Corpus withDocumentsUpTo(int characters) {
    return new ChunkedCorpus(this, new LineChunks(characters));
  }
}
