package org.monosem.sae.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;
import org.monosem.sae.feature.ClearestFeatures;
import org.monosem.sae.feature.ClearestOptions;
import org.monosem.sae.feature.EvidenceCollector;
import org.monosem.sae.feature.EvidenceOptions;
import org.monosem.sae.feature.EvidenceTable;
import org.monosem.sae.feature.FeatureEvidence;
import org.monosem.sae.feature.LogitWeights;
import org.monosem.sae.feature.TokenContext;
import org.monosem.sae.feature.TokenWeight;
import org.monosem.sae.feature.VocabularyTokenizer;

/** A whole report over made-up text and made-up features that follow tokens and domains. */
final class SampleReport {
  private static final int FEATURES = 640;
  private static final int ALIVE = 600;

  private SampleReport() {}

  static Report report(VocabularyTokenizer tokenizer, int contexts, int cards) {
    EvidenceTable table = evidence(tokenizer, contexts);
    ClearestOptions options = new ClearestOptions(4, 1e-6, 0.2, cards);
    return new Report(
        "MLP features of monosem-1L",
        "A sparse autoencoder of 640 features on 512 MLP activations, seen on 57 600 tokens of"
            + " held-out text. <Made-up data> & for the tests only.",
        metrics(),
        facts(),
        DensityHistogram.of(table),
        List.of(curve("Loss", 0.9, 0.22), curve("L0", 96, 18.4)),
        List.of(comparison()),
        table,
        ClearestFeatures.rank(table, tokenizer, options));
  }

  private static Comparison comparison() {
    List<Curve.Point> low = List.of(new Curve.Point(0, 0.1), new Curve.Point(1, 0.4));
    List<Curve.Point> high = List.of(new Curve.Point(0, 0.5), new Curve.Point(1, 0.9));
    return new Comparison(
        "Neurons & features",
        "Which of them mean <one> thing.",
        "neurons",
        "features",
        List.of(new Comparison.Row("Capacity", "0.21", "0.87", "high is monosemantic")),
        List.of(new Comparison.CurvePair("Capacity", "share of units", low, high)));
  }

  static EvidenceTable evidence(VocabularyTokenizer tokenizer, int count) {
    List<TokenContext> contexts = SampleText.contexts(tokenizer, count);
    EvidenceCollector collector = new EvidenceCollector(FEATURES, EvidenceOptions.standard());
    for (TokenContext context : contexts) {
      collector.accept(List.of(context), activations(context));
    }
    EvidenceTable table = collector.evidence();
    return table.map(e -> e.withLogits(logits(e, tokenizer)));
  }

  /** Feature f likes some tokens, drawn by hash, with exponential strength. */
  private static FeatureActivations activations(TokenContext context) {
    int[] offsets = new int[context.length() + 1];
    List<Integer> features = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < context.length(); i++) {
      SplittableRandom random = Seed.of(11).at(context.token(i)).random();
      int[] liked =
          IntStream.range(0, 9).map(n -> random.nextInt(ALIVE)).sorted().distinct().toArray();
      SplittableRandom strength = Seed.of(context.token(i)).at(i + context.token(0)).random();
      for (int feature : liked) {
        if (strength.nextInt(3) > 0) {
          features.add(feature);
          values.add((float) (-2.5 * Math.log(1 - strength.nextDouble()) + 0.01));
        }
      }
      offsets[i + 1] = features.size();
    }
    float[] activations = new float[values.size()];
    Arrays.setAll(new Object[values.size()], n -> activations[n] = values.get(n));
    return FeatureActivations.of(
        FEATURES, offsets, features.stream().mapToInt(f -> f).toArray(), activations);
  }

  private static LogitWeights logits(FeatureEvidence evidence, VocabularyTokenizer tokenizer) {
    SplittableRandom random = Seed.of(5).at(evidence.feature()).random();
    List<TokenWeight> promoted = new ArrayList<>();
    List<TokenWeight> suppressed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      promoted.add(new TokenWeight(random.nextInt(tokenizer.vocabularySize()), 2.1 - 0.13 * i));
      suppressed.add(new TokenWeight(random.nextInt(tokenizer.vocabularySize()), -1.4 + 0.08 * i));
    }
    return new LogitWeights(promoted, suppressed, 0.5 + random.nextDouble() / 2);
  }

  private static List<Metric> metrics() {
    return List.of(
        new Metric("Loss recovered", "85.3 %", "of zero ablation; mean ablation 81.9 %"),
        new Metric("L0", "18.4", "active features per token, mean"),
        new Metric("Explained variance", "0.825", "global"),
        new Metric("Dead", "40 of 640", "never active on the evaluation text"),
        new Metric("Ultralow", "3", "density below 1e-6"),
        new Metric("Loss, clean", "3.912", "nats per token"),
        new Metric("Loss, spliced", "4.021", "activations replaced by reconstructions"),
        new Metric("Loss, zero ablated", "4.655", ""),
        new Metric("Loss, mean ablated", "4.514", ""),
        new Metric("Shrinkage", "0.93", "norm of reconstruction over norm of input"));
  }

  private static List<Metric> facts() {
    return List.of(
        Metric.of("Model", "monosem-1L, 1 layer, d_model 128, d_mlp 512"),
        Metric.of("Hook", "blocks.0.mlp.hook_post"),
        Metric.of("Dictionary", "640 features (1.25 x)"),
        new Metric("Recipe", "April update 2024", "lambda 5, lr 1e-3, batch 2048"),
        Metric.of("Training", "1 500 000 activations in 142 s"),
        Metric.of("Evaluation", "57 600 tokens of held-out text"),
        Metric.of("Corpus", "sources jars, JDK texts, generated DNA, base64"),
        Metric.of("Seed", "7"));
  }

  private static Curve curve(String name, double first, double last) {
    SplittableRandom random = Seed.of(2).named(name).random();
    List<Curve.Point> points = new ArrayList<>();
    for (int step = 0; step <= 3000; step += 10) {
      double y = last + (first - last) * Math.exp(-step / 400.0);
      points.add(new Curve.Point(step, y * (1 + 0.03 * random.nextDouble())));
    }
    return new Curve(name, "steps", points);
  }
}
