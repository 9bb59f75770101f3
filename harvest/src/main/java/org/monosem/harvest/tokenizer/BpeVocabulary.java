package org.monosem.harvest.tokenizer;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.file.AtomicFile;

/**
 * A trained byte-level vocabulary: its tokens by id, and its merges in the order of their rank.
 *
 * @param tokens tokens by id; id 0 is end of text, the others are written in the byte alphabet
 * @param merges pairs of tokens, {@code "left right"}
 */
public record BpeVocabulary(List<String> tokens, List<String> merges) {

  /** Copies the lists. */
  public BpeVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /** Returns the number of ids. */
  public int size() {
    return tokens.size();
  }

  /** Returns the tokenizer of this vocabulary. */
  public TokenizerFile tokenizer() {
    byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
    TokenizerOptions options = TokenizerOptions.standard().withEndOfText(tokens.get(0));
    return TokenizerFile.of(json, "trained vocabulary", options);
  }

  /**
   * Writes a {@code tokenizer.json} that HuggingFace's library reads; the file appears whole or not
   * at all.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(file, toJson().getBytes(StandardCharsets.UTF_8));
  }

  private String toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject().name("version").value("1.0");
      json.name("truncation").nullValue().name("padding").nullValue();
      writeAddedTokens(json);
      json.name("normalizer").nullValue();
      writeByteLevel(json.name("pre_tokenizer"));
      json.name("post_processor").nullValue();
      writeByteLevel(json.name("decoder"));
      writeModel(json.name("model"));
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void writeAddedTokens(JsonWriter json) throws IOException {
    json.name("added_tokens").beginArray().beginObject();
    json.name("id").value(0).name("content").value(tokens.get(0));
    json.name("single_word").value(false).name("lstrip").value(false);
    json.name("rstrip").value(false).name("normalized").value(false);
    json.name("special").value(true).endObject().endArray();
  }

  private static void writeByteLevel(JsonWriter json) throws IOException {
    json.beginObject().name("type").value("ByteLevel").name("add_prefix_space").value(false);
    json.name("trim_offsets").value(true).name("use_regex").value(true).endObject();
  }

  private void writeModel(JsonWriter json) throws IOException {
    json.beginObject().name("type").value("BPE").name("dropout").nullValue();
    json.name("unk_token").nullValue().name("continuing_subword_prefix").nullValue();
    json.name("end_of_word_suffix").nullValue().name("fuse_unk").value(false);
    json.name("byte_fallback").value(false).name("ignore_merges").value(false);
    json.name("vocab").beginObject();
    for (int id = 0; id < tokens.size(); id++) {
      json.name(tokens.get(id)).value(id);
    }
    json.endObject().name("merges").beginArray();
    for (String merge : merges) {
      json.value(merge);
    }
    json.endArray().endObject();
  }

  /** Grows a vocabulary from the bytes up. */
  static final class Builder {
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> merges = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    Builder(String endOfText) {
      add(endOfText);
      for (int rank = 0; rank < ByteAlphabet.SIZE; rank++) {
        add(String.valueOf(ByteAlphabet.sortedCharacter(rank)));
      }
    }

    int size() {
      return tokens.size();
    }

    /** Adds a merge and returns its token's id: a new one unless another merge spelt it already. */
    int merge(int left, int right) {
      String merge = tokens.get(left) + ' ' + tokens.get(right);
      if (known.add(merge)) {
        merges.add(merge);
      }
      return add(tokens.get(left) + tokens.get(right));
    }

    BpeVocabulary build() {
      return new BpeVocabulary(tokens, merges);
    }

    private int add(String token) {
      Integer present = ids.putIfAbsent(token, tokens.size());
      if (present != null) {
        return present;
      }
      tokens.add(token);
      return tokens.size() - 1;
    }
  }
}
