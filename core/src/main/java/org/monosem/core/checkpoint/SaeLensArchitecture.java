package org.monosem.core.checkpoint;

import java.util.List;
import java.util.Locale;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.json.JsonObject;

/**
 * What {@code architecture} may say in {@code cfg.json}. BatchTopK and Matryoshka occur in training
 * folders only. The last four are ours: SAELens has transcoders with ReLU and JumpReLU only, and
 * names them as these are named.
 */
enum SaeLensArchitecture {
  STANDARD("relu", DictionaryKind.AUTOENCODER),
  TOPK("topk", DictionaryKind.AUTOENCODER),
  JUMPRELU("jumprelu", DictionaryKind.AUTOENCODER),
  GATED("gated", DictionaryKind.AUTOENCODER),
  BATCHTOPK("jumprelu", DictionaryKind.AUTOENCODER),
  MATRYOSHKA_BATCHTOPK("jumprelu", DictionaryKind.AUTOENCODER),
  TRANSCODER("relu", DictionaryKind.TRANSCODER),
  SKIP_TRANSCODER("relu", DictionaryKind.SKIP_TRANSCODER),
  JUMPRELU_TRANSCODER("jumprelu", DictionaryKind.TRANSCODER),
  JUMPRELU_SKIP_TRANSCODER("jumprelu", DictionaryKind.SKIP_TRANSCODER),
  TOPK_TRANSCODER("topk", DictionaryKind.TRANSCODER),
  TOPK_SKIP_TRANSCODER("topk", DictionaryKind.SKIP_TRANSCODER),
  GATED_TRANSCODER("gated", DictionaryKind.TRANSCODER),
  GATED_SKIP_TRANSCODER("gated", DictionaryKind.SKIP_TRANSCODER);

  private static final List<SaeLensArchitecture> ALL = List.of(values());

  private final String activation;
  private final DictionaryKind kind;

  SaeLensArchitecture(String activation, DictionaryKind kind) {
    this.activation = activation;
    this.kind = kind;
  }

  static SaeLensArchitecture parse(JsonObject json) {
    String text = json.text("architecture", STANDARD.text());
    return ALL.stream()
        .filter(one -> one.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s, \"architecture\": this version reads %s, got \"%s\""
                        .formatted(json.where(), names(), text)));
  }

  private static List<String> names() {
    return ALL.stream().map(SaeLensArchitecture::text).toList();
  }

  /** Returns the architecture of a trained dictionary. */
  static SaeLensArchitecture of(DictionaryConfig config) {
    return ALL.stream()
        .filter(one -> one.kind == config.kind())
        .filter(one -> one.activation.equals(config.activation().name()))
        .findFirst()
        .orElseThrow();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  DictionaryKind kind() {
    return kind;
  }

  /** Returns whether one threshold, estimated in training, serves all features. */
  boolean scalarThreshold() {
    return this == BATCHTOPK || this == MATRYOSHKA_BATCHTOPK;
  }

  ActivationFunction activation(JsonObject json) {
    return switch (activation) {
      // SAELens takes 100 where a file does not say; a guess about a dictionary is worse than none.
      case "topk" -> ActivationFunction.topK(json.integer("k", 1, Integer.MAX_VALUE));
      case "jumprelu" -> ActivationFunction.jumpRelu();
      case "gated" -> ActivationFunction.gated();
      default -> ActivationFunction.relu();
    };
  }
}
