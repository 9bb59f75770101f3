package org.monosem.harvest.tokenizer;

import java.util.Set;

/**
 * Regular expressions of published tokenizers. A pattern runs in native code, where a hostile one
 * ends the process, so others need the caller's trust.
 */
final class KnownPatterns {
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String CL100K_TAIL =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA3 =
      CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}" + CL100K_TAIL;
  private static final String QWEN2 =
      CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + CL100K_TAIL;

  static final Set<String> ALL =
      Set.of(GPT2, LLAMA3, QWEN2, "\\s+", "\\p{N}", "\\p{N}{1,3}", "\\d", "\\d+", " {2,}", "\\n");

  private KnownPatterns() {}
}
