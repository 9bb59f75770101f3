package org.monosem.harvest.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the model of a {@code tokenizer.json}: ids without gaps, merges of known tokens.
 */
final class VocabularyRules {
  private static final int MOST_TOKENS = 1 << 24;

  private final JsonFields root;
  private final JsonFields model;
  private final Map<String, Integer> ids = new HashMap<>();
  private final BitSet added = new BitSet();

  VocabularyRules(JsonFields root) {
    this.root = root;
    this.model = JsonFields.of(root.require("model"), "model");
  }

  TokenVocabulary vocabulary() {
    String type = model.get("type") == null ? "BPE" : model.string("type");
    switch (type) {
      case "BPE" -> readBpe();
      case "WordPiece", "WordLevel" -> readWords();
      case "Unigram" -> readUnigram();
      default ->
          throw new RuleBrokenException(
              "model.type: expected BPE, WordPiece, WordLevel or Unigram, got " + type);
    }
    readAddedTokens();
    return new TokenVocabulary(withoutGaps(), added, hasByteLevelDecoder(root.object("decoder")));
  }

  private void readBpe() {
    readVocabularyObject();
    JsonElement dropout = model.get("dropout");
    if (dropout != null) {
      throw new RuleBrokenException(
          "model.dropout: expected none, so that ids are always the same, got " + dropout);
    }
    if (model.get("unk_token") != null) {
      requireToken(model.string("unk_token"), "model.unk_token");
    }
    JsonArray merges = model.array("merges");
    String prefix =
        model.get("continuing_subword_prefix") == null
            ? ""
            : model.string("continuing_subword_prefix");
    for (int i = 0; i < merges.size(); i++) {
      checkMerge(merges.get(i), prefix, "model.merges[" + i + "]");
    }
  }

  private void checkMerge(JsonElement merge, String prefix, String path) {
    String[] parts = mergeParts(merge, path);
    requireToken(parts[0], path);
    requireToken(parts[1], path);
    if (parts[1].length() < prefix.length()) {
      throw new RuleBrokenException(path + ": expected a right token behind prefix " + prefix);
    }
    requireToken(parts[0] + parts[1].substring(prefix.length()), path);
  }

  /** Both forms are in use: one string with a space, and an array of two. */
  private static String[] mergeParts(JsonElement merge, String path) {
    if (merge.isJsonArray() && merge.getAsJsonArray().size() == 2) {
      JsonArray pair = merge.getAsJsonArray();
      return new String[] {
        JsonFields.string(pair.get(0), path), JsonFields.string(pair.get(1), path)
      };
    }
    String[] parts = merge.isJsonPrimitive() ? merge.getAsString().split(" ", -1) : new String[0];
    if (parts.length != 2) {
      throw new RuleBrokenException(path + ": expected two tokens, got " + JsonFields.shown(merge));
    }
    return parts;
  }

  private void readWords() {
    readVocabularyObject();
    requireToken(model.string("unk_token"), "model.unk_token");
  }

  private void readUnigram() {
    JsonArray pieces = model.array("vocab");
    for (int id = 0; id < pieces.size(); id++) {
      String path = "model.vocab[" + id + "]";
      JsonArray piece = JsonFields.array(pieces.get(id), path);
      if (piece.size() != 2) {
        throw new RuleBrokenException(path + ": expected [piece, score], got " + piece);
      }
      ids.putIfAbsent(JsonFields.string(piece.get(0), path), id);
    }
    int unknown = model.integer("unk_id");
    if (unknown < 0 || unknown >= pieces.size()) {
      throw new RuleBrokenException(
          "model.unk_id: expected 0 to " + (pieces.size() - 1) + ", got " + unknown);
    }
  }

  private void readVocabularyObject() {
    JsonFields vocab = JsonFields.of(model.require("vocab"), "model.vocab");
    for (Map.Entry<String, JsonElement> entry : vocab.json().entrySet()) {
      String path = "model.vocab[\"" + entry.getKey() + "\"]";
      ids.put(entry.getKey(), checkId(JsonFields.integer(entry.getValue(), path), path));
    }
  }

  private void readAddedTokens() {
    for (JsonFields token : root.objects("added_tokens")) {
      String path = token.path();
      String content = token.string("content");
      int id = checkId(token.integer("id"), path + "id");
      Integer known = ids.putIfAbsent(content, id);
      if (content.isEmpty() || (known != null && known != id)) {
        throw new RuleBrokenException(
            path
                + "content: expected a token's text with its own id, got \""
                + content
                + "\" with id "
                + id
                + (known == null ? "" : " beside " + known));
      }
      added.set(id);
    }
  }

  private static int checkId(int id, String path) {
    if (id < 0 || id >= MOST_TOKENS) {
      throw new RuleBrokenException(path + ": expected an id of 0 to 16777215, got " + id);
    }
    return id;
  }

  private void requireToken(String token, String path) {
    if (!ids.containsKey(token)) {
      throw new RuleBrokenException(
          path + ": expected tokens of the vocabulary, got \"" + token + "\"");
    }
  }

  private List<String> withoutGaps() {
    String[] tokens = new String[ids.size()];
    for (Map.Entry<String, Integer> entry : ids.entrySet()) {
      int id = entry.getValue();
      if (id >= tokens.length || tokens[id] != null) {
        throw new RuleBrokenException(
            "vocabulary: expected the ids 0 to "
                + (tokens.length - 1)
                + " once each, got "
                + id
                + " for \""
                + entry.getKey()
                + "\"");
      }
      tokens[id] = entry.getKey();
    }
    return new ArrayList<>(Arrays.asList(tokens));
  }

  private static boolean hasByteLevelDecoder(@Nullable JsonFields decoder) {
    if (decoder == null) {
      return false;
    }
    return decoder.string("type").equals("ByteLevel")
        || decoder.objects("decoders").stream().anyMatch(VocabularyRules::hasByteLevelDecoder);
  }
}
