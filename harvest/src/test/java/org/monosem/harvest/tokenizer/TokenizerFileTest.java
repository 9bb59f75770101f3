package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
  private static final TokenizerFile TOKENIZER = Golden.tokenizer();

  @Test
  void idsAreThoseOfHuggingFacesLibrary() {
    for (Golden.Row row : Golden.content().rows()) {
      assertThat(TOKENIZER.encode(row.text())).as(row.text()).isEqualTo(row.idArray());
      assertThat(TOKENIZER.decode(row.idArray())).isEqualTo(row.text());
    }
  }

  @Test
  void aLongTextIsNeverCut() {
    String text = "The river runs. ".repeat(20_000);
    int[] ids = TOKENIZER.encode(text);
    assertThat(ids.length).isGreaterThan(20_000);
    assertThat(TOKENIZER.decode(ids)).isEqualTo(text);
  }

  @Test
  void truncationAndPaddingAndTemplatesOfTheFileAreIgnored() {
    String cutting =
        json()
            .replace(
                "\"truncation\":null",
                "\"truncation\":{\"direction\":\"Right\",\"max_length\":3,\"strategy\":"
                    + "\"LongestFirst\",\"stride\":0}")
            .replace(
                "\"padding\":null",
                "\"padding\":{\"strategy\":{\"Fixed\":900},\"direction\":\"Right\","
                    + "\"pad_to_multiple_of\":null,\"pad_id\":0,\"pad_type_id\":0,"
                    + "\"pad_token\":\"<|endoftext|>\"}")
            .replace(
                "\"post_processor\":null",
                "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":"
                    + "{\"id\":\"[CLS]\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}");
    TokenizerFile tokenizer = of(cutting);
    Golden.Row row = Golden.content().rows().get(0);
    assertThat(tokenizer.encode(row.text())).isEqualTo(row.idArray());
  }

  @Test
  void unpairedSurrogatesCountAsReplacementCharacters() {
    assertThat(TOKENIZER.encode("a\ud800b\udc00\ud83c\udf0a\ud83c"))
        .isEqualTo(TOKENIZER.encode("a\ufffdb\ufffd\ud83c\udf0a\ufffd"));
  }

  @Test
  void displayShowsCharactersOrBytes() {
    assertThat(TOKENIZER.display(TOKENIZER.endOfTextId())).isEqualTo("<|endoftext|>");
    int[] river = TOKENIZER.encode(" river");
    assertThat(river).hasSize(1);
    assertThat(TOKENIZER.display(river[0])).isEqualTo(" river");
    assertThat(TOKENIZER.token(river[0])).isEqualTo("Ġriver");
    int[] wave = TOKENIZER.encode("\ud83d\ude00");
    StringBuilder bytes = new StringBuilder();
    for (int id : wave) {
      bytes.append(TOKENIZER.display(id));
    }
    assertThat(bytes).hasToString("\\xF0\\x9F\\x98\\x80");
  }

  @Test
  void incompleteCharactersDecodeToReplacementCharacters() {
    int[] wave = TOKENIZER.encode("\ud83d\ude00");
    assertThat(TOKENIZER.decode(wave[0])).isEqualTo("\ufffd");
    assertThat(TOKENIZER.decode()).isEmpty();
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() {
    assertThat(TOKENIZER.vocabularySize()).isEqualTo(420);
    assertThatThrownBy(() -> TOKENIZER.decode(5, 420))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token id: expected 0 to 419, got 420");
    assertThatThrownBy(() -> TOKENIZER.display(-1)).hasMessageEndingWith("got -1");
  }

  @Test
  void manyThreadsGetTheSameIdsInTheOrderOfTheTexts() {
    List<String> texts = new ArrayList<>();
    IntStream.range(0, 400).forEach(i -> texts.add("river " + i + " runs past mill " + i % 7));
    List<int[]> ids = TOKENIZER.encodeAll(texts);
    assertThat(ids).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(TOKENIZER.decode(ids.get(i))).isEqualTo(texts.get(i));
      assertThat(ids.get(i)).isEqualTo(TOKENIZER.encode(texts.get(i)));
    }
  }

  @Test
  void savesTheBytesThatWereLoaded(@TempDir Path folder) throws Exception {
    TOKENIZER.save(folder);
    Path file = folder.resolve("tokenizer.json");
    assertThat(Files.readAllBytes(file)).isEqualTo(Golden.bytes("tokenizer.json"));
    assertThat(TokenizerFile.load(folder).encode("river")).isEqualTo(TOKENIZER.encode("river"));
    Files.writeString(folder.resolve("other.json"), "before");
    TOKENIZER.save(folder.resolve("other.json"));
    assertThat(TokenizerFile.load(folder.resolve("other.json")).vocabularySize()).isEqualTo(420);
  }

  @Test
  void endOfTextIsConfigurableAndMustBeThere() {
    TokenizerOptions options = TokenizerOptions.standard().withEndOfText("</s>");
    assertThatThrownBy(() -> TokenizerFile.of(Golden.bytes("tokenizer.json"), "x.json", options))
        .isInstanceOf(TokenizerException.class)
        .hasMessage(
            "tokenizer x.json: expected a token \"</s>\" for the end of text, found none among 420"
                + " tokens");
    BpeVocabulary vocabulary = BpeTrainer.of(300).withEndOfText("</s>").train(Golden.corpus());
    assertThat(vocabulary.tokenizer().encode("</s>")).containsExactly(0);
  }

  @Test
  void mergesMayBeWrittenAsPairs() {
    String pairs = json().replaceAll("\"([^\" ]+) ([^\" ]+)\"", "[\"$1\",\"$2\"]");
    assertThat(pairs).isNotEqualTo(json());
    Golden.Row row = Golden.content().rows().get(0);
    assertThat(of(pairs).encode(row.text())).isEqualTo(row.idArray());
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> TokenizerFile.load(missing))
        .isInstanceOf(TokenizerException.class)
        .hasMessageStartingWith("tokenizer " + missing + ": cannot be read: ");
  }

  private static String json() {
    return new String(Golden.bytes("tokenizer.json"), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static TokenizerFile of(String json) {
    return TokenizerFile.of(
        json.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "test",
        TokenizerOptions.standard());
  }
}
