package org.monosem.harvest.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that would end the process in native code, or that lie: refused in Java, before that. */
class HostileTokenizerTest {
  private static final String PRE_TOKENIZER =
      "\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false,"
          + "\"trim_offsets\":true,\"use_regex\":true}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"FixedLength\",\"length\":0} | pre_tokenizer.length: expected at least 1, got 0",
        "{\"type\":\"FixedLength\",\"length\":1e9999} | pre_tokenizer.length: expected a 32-bit integer",
        "{\"type\":\"Quantum\"} | pre_tokenizer.type: expected one of [",
        "{\"type\":7} | pre_tokenizer.type: expected a string, got 7",
        "[] | pre_tokenizer: expected an object, got []",
        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"FixedLength\",\"length\":0}]} |"
            + " pre_tokenizer.pretokenizers[0].length: expected at least 1",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a+)+$\"},\"behavior\":\"Isolated\",\"invert\":false} |"
            + " pre_tokenizer.pattern.Regex: expected a published pattern",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"\"},\"behavior\":\"Isolated\",\"invert\":false} |"
            + " pre_tokenizer.pattern: expected a text, got none",
        "{\"type\":\"Metaspace\",\"replacement\":\"\"} | pre_tokenizer.replacement: expected one character",
      })
  void preTokenizersAreChecked(String preTokenizer, String complaint) {
    assertRefused(golden().replace(PRE_TOKENIZER, "\"pre_tokenizer\":" + preTokenizer), complaint);
  }

  @Test
  void aPrecompiledCharacterMapIsRefused() {
    assertRefused(
        golden()
            .replace(
                "\"normalizer\":null",
                "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}"),
        "normalizer.type: expected one of [");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"!\":1, ; \"!\":4294967295, ; model.vocab[\"!\"]: expected a 32-bit integer, got 4294967295",
        "\"!\":1, ; \"!\":16777216, ; expected an id of 0 to 16777215, got 16777216",
        "\"!\":1, ; \"!\":-1, ; expected an id of 0 to 16777215, got -1",
        "\"!\":1, ; \"!\":1.5, ; expected a 32-bit integer, got 1.5",
        "\"!\":1, ; \"!\":2, ; expected the ids 0 to 419 once each, got 2",
        "\"!\":1, ; \"!\":420, ; expected the ids 0 to 419 once each, got 420",
        "\"merges\":[ ; \"merges\":[\"zz qq\", ; model.merges[0]: expected tokens of the vocabulary, got \"zz\"",
        "\"merges\":[ ; \"merges\":[\"a b c\", ; model.merges[0]: expected two tokens",
        "\"merges\":[ ; \"merges\":[17, ; model.merges[0]: expected two tokens, got 17",
        "\"type\":\"BPE\" ; \"type\":\"Magic\" ; model.type: expected BPE, WordPiece, WordLevel or Unigram, got Magic",
        "\"dropout\":null ; \"dropout\":0.1 ; model.dropout: expected none",
        "\"unk_token\":null ; \"unk_token\":\"[UNK]\" ; model.unk_token: expected tokens of the vocabulary",
        "\"content\":\"<|endoftext|>\" ; \"content\":\"\" ; added_tokens[0].content: expected a token's text",
        "\"id\":0 ; \"id\":9 ; added_tokens[0].content: expected a token's text with its own id",
      })
  void modelsAreChecked(String from, String to, String complaint) {
    assertThat(golden()).contains(from);
    assertRefused(golden().replaceFirst(java.util.regex.Pattern.quote(from), to), complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected",
        "[] | expected one JSON object",
        "{} | model: expected a value, got none",
        "{\"model\":3} | model: expected an object, got 3",
        "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",0]],\"unk_id\":1}} |"
            + " model.unk_id: expected 0 to 0, got 1",
        "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":0},\"unk_token\":\"[UNK]\"}} |"
            + " model.unk_token: expected tokens of the vocabulary, got \"[UNK]\"",
        "{\"model\":{}} x | expected",
        "{'model':{}} | expected JSON",
        "{\"model\" | expected JSON",
      })
  void wholeFilesAreChecked(String json, String complaint) {
    assertRefused(json, complaint);
  }

  @Test
  void deepNestingIsRefused() {
    assertRefused("{\"model\":" + "[".repeat(200_000), "expected JSON");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] json = golden().getBytes(StandardCharsets.UTF_8);
    json[2] = (byte) 0xFF;
    assertThatThrownBy(() -> TokenizerFile.of(json, "bad", TokenizerOptions.standard()))
        .isInstanceOf(TokenizerException.class)
        .hasMessage("tokenizer bad: expected UTF-8, got other bytes");
  }

  @Test
  void aPatternMayBeTrusted() {
    String pattern = "[0-9]+";
    String json =
        golden()
            .replace(
                PRE_TOKENIZER,
                "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\","
                    + "\"pattern\":{\"Regex\":\""
                    + pattern
                    + "\"},\"behavior\":\"Isolated\",\"invert\":false},"
                    + PRE_TOKENIZER.substring("\"pre_tokenizer\":".length())
                    + "]}");
    assertRefused(json, "pre_tokenizer.pretokenizers[0].pattern.Regex");
    TokenizerOptions trusting = TokenizerOptions.standard().withTrustedPatterns(Set.of(pattern));
    TokenizerFile tokenizer =
        TokenizerFile.of(json.getBytes(StandardCharsets.UTF_8), "trusted", trusting);
    assertThat(tokenizer.decode(tokenizer.encode("abc123"))).isEqualTo("abc123");
  }

  private static void assertRefused(String json, String complaint) {
    assertThatThrownBy(
            () ->
                TokenizerFile.of(
                    json.getBytes(StandardCharsets.UTF_8), "bad", TokenizerOptions.standard()))
        .isInstanceOf(TokenizerException.class)
        .hasMessageStartingWith("tokenizer bad: ")
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("\n");
  }

  private static String golden() {
    return new String(Golden.bytes("tokenizer.json"), StandardCharsets.UTF_8);
  }
}
