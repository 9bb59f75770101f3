package org.monosem.harvest.tokenizer;

import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.CorpusException;
import org.monosem.harvest.corpus.Document;

/**
 * Trains a byte-level byte-pair encoding as GPT-2's: every text has ids, whatever its script.
 *
 * <p>Ids: 0 is the end-of-text token, 1 to 256 the bytes, the rest merges in the order learned.
 * Text is cut into words by GPT-2's rule and the most frequent pair of neighbours becomes a token,
 * until the vocabulary is full or no pair occurs often enough; then it stays smaller. The same
 * corpus in any order gives the same vocabulary, which is HuggingFace's for the same words.
 *
 * <p>Works in one thread. Memory: about 16 bytes and a half for each byte of the <em>distinct</em>
 * words, and the words themselves. An interrupted thread stops with a {@link
 * CancellationException}.
 *
 * @param vocabularySize tokens wanted, at least 257
 * @param minFrequency how often a pair must occur to become a token, at least 1
 * @param endOfText the text of the token between documents, of more than one word
 * @param listener hears the progress
 */
public record BpeTrainer(
    int vocabularySize, long minFrequency, String endOfText, BpeTrainingListener listener) {
  private static final int FIRST_MERGE = ByteAlphabet.SIZE + 1;
  private static final long DEFAULT_MIN_FREQUENCY = 2;

  /** Checks the arguments. */
  public BpeTrainer {
    if (vocabularySize < FIRST_MERGE) {
      throw new IllegalArgumentException(
          "vocabularySize: expected at least 257 (256 bytes and end of text), got "
              + vocabularySize);
    }
    if (minFrequency < 1) {
      throw new IllegalArgumentException("minFrequency: expected at least 1, got " + minFrequency);
    }
    // A text of several words can never become a merge, so its id stays its own.
    AtomicInteger words = new AtomicInteger();
    WordSplitter.split(endOfText, word -> words.incrementAndGet());
    if (words.get() < 2) {
      throw new IllegalArgumentException(
          "endOfText: expected a text that no word spells, as <|endoftext|>, got \""
              + endOfText
              + "\"");
    }
  }

  /** Returns a trainer of pairs that occur at least twice, with {@code <|endoftext|>}. */
  public static BpeTrainer of(int vocabularySize) {
    return new BpeTrainer(
        vocabularySize,
        DEFAULT_MIN_FREQUENCY,
        TokenizerOptions.END_OF_TEXT,
        BpeTrainingListener.none());
  }

  /** Returns this trainer with another least frequency. */
  public BpeTrainer withMinFrequency(long frequency) {
    return new BpeTrainer(vocabularySize, frequency, endOfText, listener);
  }

  /** Returns this trainer with another token between documents. */
  public BpeTrainer withEndOfText(String text) {
    return new BpeTrainer(vocabularySize, minFrequency, text, listener);
  }

  /** Returns this trainer with another listener. */
  public BpeTrainer withListener(BpeTrainingListener heard) {
    return new BpeTrainer(vocabularySize, minFrequency, endOfText, heard);
  }

  /**
   * Learns a vocabulary from all documents of a corpus.
   *
   * @throws CorpusException if the corpus has no documents or cannot be read
   */
  public BpeVocabulary train(Corpus corpus) {
    MergeLearner learner = new MergeLearner(new TokenChains(countWords(corpus), 1));
    BpeVocabulary.Builder vocabulary = new BpeVocabulary.Builder(endOfText);
    while (vocabulary.size() < vocabularySize) {
      stopIfInterrupted();
      MergeLearner.Pair pair = learner.mostFrequent(minFrequency);
      if (pair == null) {
        break;
      }
      learner.merge(pair, vocabulary.merge(pair.left(), pair.right()));
      listener.learned(vocabulary.size(), vocabularySize);
    }
    return vocabulary.build();
  }

  private WordCounts countWords(Corpus corpus) {
    WordCounts words = new WordCounts();
    long documents = 0;
    long characters = 0;
    try (Stream<Document> stream = corpus.documents()) {
      for (Iterator<Document> all = stream.iterator(); all.hasNext(); ) {
        stopIfInterrupted();
        String text = all.next().text();
        words.add(text);
        characters += text.length();
        listener.counted(++documents, characters);
      }
    }
    if (documents == 0) {
      throw CorpusException.noDocuments(corpus);
    }
    return words;
  }

  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("tokenizer training: interrupted");
    }
  }
}
