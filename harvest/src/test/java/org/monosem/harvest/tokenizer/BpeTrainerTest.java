package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.CorpusException;
import org.monosem.harvest.corpus.Document;

class BpeTrainerTest {

  @Test
  void learnsTheMergesThatHuggingFaceLearns() {
    BpeVocabulary vocabulary = BpeTrainer.of(420).train(Golden.corpus());
    assertThat(vocabulary.merges()).isEqualTo(Golden.content().merges());
  }

  @Test
  void writesTheFileThatTheGoldenIdsWereMadeWith(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("tokenizer.json");
    BpeTrainer.of(420).train(Golden.corpus()).write(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(Golden.bytes("tokenizer.json"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void agreesWithTheSlowAlgorithmOnRandomText() {
    for (int i = 0; i < 40; i++) {
      List<String> words = randomWords(Seed.of(11).at(i).random());
      BpeVocabulary fast = BpeTrainer.of(290).train(corpus(String.join(" ", words)));
      assertThat(fast.merges()).isEqualTo(SlowBpe.merges(String.join(" ", words), 290));
    }
  }

  @Test
  void orderOfDocumentsDoesNotMatter() {
    List<Document> documents = new ArrayList<>();
    try (var stream = Golden.corpus().documents()) {
      stream.forEach(documents::add);
    }
    Collections.reverse(documents);
    BpeVocabulary reversed = BpeTrainer.of(420).train(Corpus.of("reversed", documents));
    assertThat(reversed).isEqualTo(BpeTrainer.of(420).train(Golden.corpus()));
  }

  @Test
  void idsAreEndOfTextThenBytesThenMerges() {
    BpeVocabulary vocabulary = BpeTrainer.of(258).train(corpus("aa aa aa"));
    assertThat(vocabulary.size()).isEqualTo(258);
    assertThat(vocabulary.tokens().get(0)).isEqualTo("<|endoftext|>");
    assertThat(vocabulary.tokens().subList(1, 257)).doesNotHaveDuplicates().isSorted();
    assertThat(vocabulary.tokens().get(257)).isEqualTo("aa");
  }

  @Test
  void staysSmallerWhenNoPairIsFrequentEnough() {
    BpeVocabulary vocabulary =
        BpeTrainer.of(1000).withMinFrequency(3).train(corpus("ab ab ab cd cd"));
    assertThat(vocabulary.merges()).containsExactly("a b");
  }

  @Test
  void aMillionEqualLettersAreLearnedByDoubling() {
    BpeVocabulary vocabulary = BpeTrainer.of(262).train(corpus("T".repeat(1 << 20)));
    assertThat(vocabulary.tokens().get(261)).isEqualTo("T".repeat(32));
  }

  @Test
  void everyUnicodeTextComesBack() {
    TokenizerFile tokenizer = BpeTrainer.of(300).train(Golden.corpus()).tokenizer();
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint < 0x20000; codePoint += 7) {
      if (codePoint < 0xD800 || codePoint > 0xDFFF) {
        text.appendCodePoint(codePoint);
      }
    }
    assertThat(tokenizer.decode(tokenizer.encode(text.toString()))).isEqualTo(text.toString());
  }

  @Test
  void listenerHearsDocumentsAndTokens() {
    List<String> heard = new ArrayList<>();
    BpeTrainingListener listener =
        new BpeTrainingListener() {
          @Override
          public void counted(long documents, long characters) {
            heard.add("counted " + documents + " " + characters);
          }

          @Override
          public void learned(int vocabularySize, int wanted) {
            heard.add("learned " + vocabularySize + " of " + wanted);
          }
        };
    BpeTrainer.of(259).withListener(listener).train(corpus("aaaa aaaa"));
    assertThat(heard).containsExactly("counted 1 9", "learned 258 of 259", "learned 259 of 259");
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> BpeTrainer.of(256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vocabularySize: expected at least 257 (256 bytes and end of text), got 256");
    assertThatThrownBy(() -> BpeTrainer.of(300).withMinFrequency(0))
        .hasMessage("minFrequency: expected at least 1, got 0");
    assertThatThrownBy(() -> BpeTrainer.of(300).withEndOfText("END"))
        .hasMessageContaining("expected a text that no word spells")
        .hasMessageContaining("\"END\"");
    assertThatThrownBy(() -> BpeTrainer.of(300).train(Corpus.of("nothing", List.of())))
        .isInstanceOf(CorpusException.class)
        .hasMessage("corpus nothing: no documents");
  }

  @Test
  void anInterruptedThreadStops() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> BpeTrainer.of(300).train(Golden.corpus()))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Corpus corpus(String text) {
    return Corpus.of("test", List.of(new Document(text, "test", "test")));
  }

  private static List<String> randomWords(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      StringBuilder word = new StringBuilder();
      int length = 1 + random.nextInt(12);
      for (int j = 0; j < length; j++) {
        word.append((char) ('a' + random.nextInt(3)));
      }
      words.add(word.toString());
    }
    return words;
  }
}
