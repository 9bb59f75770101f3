package org.monosem.harvest.transformer;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a GPT-2 in the order in which kernels receive them, under HuggingFace's names:
 * {@code wte, wpe}, twelve for each block, {@code ln_f.weight, ln_f.bias} and, unless tied, {@code
 * lm_head}. Linear maps are stored {@code [in, out]}, as in the files; the unembedding is {@code
 * [vocabulary, dModel]}.
 */
record Gpt2Layout(Gpt2Config config, List<Entry> entries) {
  static final int TOKEN_EMBEDDING = 0;
  static final int POSITION_EMBEDDING = 1;
  static final String UNEMBEDDING = "lm_head.weight";

  /** What a weight is, which decides how it starts and whether it decays. */
  enum Kind {
    EMBEDDING,
    LINEAR,
    /** A linear map whose result is added to the residual stream. */
    RESIDUAL_LINEAR,
    BIAS,
    GAIN
  }

  /** One weight. */
  record Entry(String name, Kind kind, Shape shape) {
    boolean decays() {
      return kind == Kind.LINEAR || kind == Kind.RESIDUAL_LINEAR;
    }
  }

  /** The weights of a block, in order. */
  enum Slot {
    LN1_GAIN(0),
    LN1_BIAS(1),
    QKV(2),
    QKV_BIAS(3),
    ATTENTION_OUT(4),
    ATTENTION_OUT_BIAS(5),
    LN2_GAIN(6),
    LN2_BIAS(7),
    MLP_IN(8),
    MLP_IN_BIAS(9),
    MLP_OUT(10),
    MLP_OUT_BIAS(11);

    static final int COUNT = 12;

    private final int offset;

    Slot(int offset) {
      this.offset = offset;
    }
  }

  static Gpt2Layout of(Gpt2Config config) {
    List<Entry> entries = new ArrayList<>();
    long d = config.dModel();
    entries.add(new Entry("wte.weight", Kind.EMBEDDING, new Shape(config.vocabularySize(), d)));
    entries.add(new Entry("wpe.weight", Kind.EMBEDDING, new Shape(config.contextLength(), d)));
    for (int layer = 0; layer < config.layers(); layer++) {
      addBlock(entries, "h." + layer + ".", config);
    }
    addNorm(entries, "ln_f", d);
    if (!config.tiedEmbeddings()) {
      entries.add(new Entry(UNEMBEDDING, Kind.LINEAR, new Shape(config.vocabularySize(), d)));
    }
    return new Gpt2Layout(config, List.copyOf(entries));
  }

  private static void addBlock(List<Entry> entries, String prefix, Gpt2Config config) {
    long d = config.dModel();
    long hidden = config.dMlp();
    addNorm(entries, prefix + "ln_1", d);
    addLinear(entries, prefix + "attn.c_attn", Kind.LINEAR, new Shape(d, 3 * d));
    addLinear(entries, prefix + "attn.c_proj", Kind.RESIDUAL_LINEAR, new Shape(d, d));
    addNorm(entries, prefix + "ln_2", d);
    addLinear(entries, prefix + "mlp.c_fc", Kind.LINEAR, new Shape(d, hidden));
    addLinear(entries, prefix + "mlp.c_proj", Kind.RESIDUAL_LINEAR, new Shape(hidden, d));
  }

  private static void addNorm(List<Entry> entries, String name, long width) {
    entries.add(new Entry(name + ".weight", Kind.GAIN, new Shape(width)));
    entries.add(new Entry(name + ".bias", Kind.BIAS, new Shape(width)));
  }

  private static void addLinear(List<Entry> entries, String name, Kind kind, Shape shape) {
    entries.add(new Entry(name + ".weight", kind, shape));
    entries.add(new Entry(name + ".bias", Kind.BIAS, new Shape(shape.get(1))));
  }

  int index(int layer, Slot slot) {
    return 2 + layer * Slot.COUNT + slot.offset;
  }

  int finalGain() {
    return 2 + config.layers() * Slot.COUNT;
  }

  int finalBias() {
    return finalGain() + 1;
  }

  int unembedding() {
    return config.tiedEmbeddings() ? TOKEN_EMBEDDING : finalGain() + 2;
  }

  long parameterCount() {
    return entries.stream().mapToLong(entry -> entry.shape().size()).sum();
  }
}
