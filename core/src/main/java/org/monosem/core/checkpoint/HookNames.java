package org.monosem.core.checkpoint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TransformerLens calls the outputs of modules that other libraries name. */
final class HookNames {
  /** A block of a transformer of Hugging Face's library, or one of its two parts. */
  private static final Pattern MODULE =
      Pattern.compile(
          "(?:[A-Za-z_]+\\.)*(?:layers|h)\\.(?<layer>[0-9]{1,4})"
              + "(?:\\.(?<part>mlp|attn|self_attn|attention))?");

  /** What users of dictionary_learning call their hooks. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?<part>resid_post|resid_pre|attn_out|mlp_out)(?:_layer_(?<layer>[0-9]{1,4}))?");

  private static final Map<String, String> OUTPUTS =
      Map.of(
          "mlp", "hook_mlp_out",
          "attn", "hook_attn_out",
          "self_attn", "hook_attn_out",
          "attention", "hook_attn_out");

  private HookNames() {}

  /** Adds the hook of a module's output, if it is known. */
  static void ofModule(String module, Map<String, Object> metadata) {
    Matcher matcher = MODULE.matcher(module);
    if (matcher.matches()) {
      String part = matcher.group("part");
      String hook = part == null ? "hook_resid_post" : OUTPUTS.get(part);
      metadata.put("hook_name", "blocks." + matcher.group("layer") + "." + hook);
      metadata.put("layer", Long.parseLong(matcher.group("layer")));
    } else if (module.matches("(?:[A-Za-z_]+\\.)*(?:embed_tokens|wte|embed_in)")) {
      metadata.put("hook_name", "hook_embed");
    }
  }

  /** Adds the hook of a name such as {@code resid_post_layer_3}, or of a module, if it is known. */
  static void ofPlace(String name, long layer, Map<String, Object> metadata) {
    Matcher matcher = PLACE.matcher(name);
    if (matcher.matches()) {
      metadata.put("hook_name", "blocks." + layer + ".hook_" + matcher.group("part"));
    } else {
      ofModule(name, metadata);
    }
  }
}
