package org.monosem.harvest.tokenizer;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which normalizers, pre-tokenizers and decoders a {@code tokenizer.json} may use, and with which
 * values. What is not known to be safe in native code is refused: a pre-tokenizer of fixed length
 * 0, a precompiled character map, a pattern that backtracks without end each end the process.
 */
final class ComponentRules {
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "normalizer",
          Set.of(
              "Sequence",
              "NFC",
              "NFD",
              "NFKC",
              "NFKD",
              "Lowercase",
              "Strip",
              "StripAccents",
              "BertNormalizer",
              "Prepend",
              "Replace"),
          "pre_tokenizer",
          Set.of(
              "Sequence",
              "ByteLevel",
              "Whitespace",
              "WhitespaceSplit",
              "BertPreTokenizer",
              "Metaspace",
              "Punctuation",
              "Digits",
              "UnicodeScripts",
              "Split",
              "CharDelimiterSplit",
              "FixedLength"),
          "decoder",
          Set.of(
              "Sequence",
              "ByteLevel",
              "WordPiece",
              "Metaspace",
              "BPEDecoder",
              "ByteFallback",
              "Fuse",
              "Strip",
              "Replace"));
  private static final Map<String, String> MEMBERS =
      Map.of("normalizer", "normalizers", "pre_tokenizer", "pretokenizers", "decoder", "decoders");

  private final Set<String> trustedPatterns;

  ComponentRules(Set<String> trustedPatterns) {
    this.trustedPatterns = trustedPatterns;
  }

  void check(JsonFields root) {
    for (String role : ALLOWED.keySet().stream().sorted().toList()) {
      check(root.object(role), role);
    }
  }

  private void check(@Nullable JsonFields component, String role) {
    if (component == null) {
      return;
    }
    String type = component.string("type");
    Set<String> allowed = ALLOWED.getOrDefault(role, Set.of());
    if (!allowed.contains(type)) {
      throw new RuleBrokenException(
          component.path()
              + "type: expected one of "
              + allowed.stream().sorted().toList()
              + ", got "
              + type);
    }
    for (JsonFields member : component.objects(MEMBERS.getOrDefault(role, ""))) {
      check(member, role);
    }
    checkValues(component, type);
  }

  private void checkValues(JsonFields component, String type) {
    switch (type) {
      case "Split", "Replace" -> checkPattern(component);
      case "FixedLength" -> checkAtLeastOne(component, "length");
      case "CharDelimiterSplit" -> checkOneCharacter(component, "delimiter");
      case "Metaspace" -> checkOneCharacter(component, "replacement");
      default -> {
        // The others have no value that native code trusts blindly.
      }
    }
  }

  private void checkPattern(JsonFields component) {
    JsonFields pattern = JsonFields.of(component.require("pattern"), component.path() + "pattern");
    JsonElement regex = pattern.get("Regex");
    String text = regex == null ? pattern.string("String") : pattern.string("Regex");
    if (text.isEmpty()) {
      throw new RuleBrokenException(component.path() + "pattern: expected a text, got none");
    }
    if (regex != null && !KnownPatterns.ALL.contains(text) && !trustedPatterns.contains(text)) {
      throw new RuleBrokenException(
          component.path()
              + "pattern.Regex: expected a published pattern or one that the options"
              + " trust, got "
              + JsonFields.shown(regex));
    }
  }

  private static void checkAtLeastOne(JsonFields component, String field) {
    int value = component.integer(field);
    if (value < 1) {
      throw new RuleBrokenException(
          component.path() + field + ": expected at least 1, got " + value);
    }
  }

  private static void checkOneCharacter(JsonFields component, String field) {
    String value = component.string(field);
    if (value.codePointCount(0, value.length()) != 1) {
      throw new RuleBrokenException(
          component.path() + field + ": expected one character, got \"" + value + "\"");
    }
  }
}
