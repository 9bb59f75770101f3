package org.monosem.sae.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.monosem.core.SparseAutoencoder;

/** The losses and divergences of a splice, one position after another, in double. */
final class SlowSplice {
  private final TinyLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final UneditedPositions unedited;
  private final List<int[]> contexts;

  SlowSplice(
      TinyLanguageModel model,
      SparseAutoencoder dictionary,
      UneditedPositions unedited,
      List<int[]> contexts) {
    this.model = model;
    this.dictionary = dictionary;
    this.unedited = unedited;
    this.contexts = contexts;
  }

  double clean() {
    return loss(row -> row);
  }

  double spliced() {
    return loss(row -> dictionary.reconstruct(new float[][] {row})[0]);
  }

  double zeroAblated() {
    return loss(row -> new float[row.length]);
  }

  double meanAblated() {
    float[] mean = mean();
    return loss(row -> mean);
  }

  double splicedDivergence() {
    return divergence(row -> dictionary.reconstruct(new float[][] {row})[0]);
  }

  double zeroDivergence() {
    return divergence(row -> new float[row.length]);
  }

  double meanDivergence() {
    float[] mean = mean();
    return divergence(row -> mean);
  }

  /** The mean loss when every edited place of a batch holds what the given one held. */
  double resampleAblated(List<List<int[]>> batches, List<int[]> origins) {
    double sum = 0;
    int predictions = 0;
    for (int b = 0; b < batches.size(); b++) {
      List<float[]> edited = new ArrayList<>();
      for (int[] context : batches.get(b)) {
        for (int t = 0; t < context.length; t++) {
          if (edits(context, t)) {
            edited.add(model.row(context[t], t));
          }
        }
      }
      int next = 0;
      for (int[] context : batches.get(b)) {
        for (int t = 0; t < context.length; t++) {
          float[] row = model.row(context[t], t);
          if (edits(context, t)) {
            row = edited.get(origins.get(b)[next++]);
          }
          if (t + 1 < context.length) {
            sum += loss(row, context[t + 1]);
            predictions++;
          }
        }
      }
    }
    return sum / predictions;
  }

  private double divergence(UnaryOperator<float[]> edit) {
    double sum = 0;
    for (int[] context : contexts) {
      for (int t = 0; t < context.length; t++) {
        if (edits(context, t)) {
          float[] row = model.row(context[t], t);
          float[] other = edit.apply(row);
          for (int token = 0; token < TinyLanguageModel.VOCABULARY; token++) {
            sum += Math.exp(-loss(row, token)) * (loss(other, token) - loss(row, token));
          }
        }
      }
    }
    return sum / editedPositions();
  }

  long editedPositions() {
    long count = 0;
    for (int[] context : contexts) {
      for (int t = 0; t < context.length; t++) {
        count += edits(context, t) ? 1 : 0;
      }
    }
    return count;
  }

  private float[] mean() {
    double[] sum = new double[TinyLanguageModel.WIDTH];
    for (int[] context : contexts) {
      for (int t = 0; t < context.length; t++) {
        for (int d = 0; d < sum.length && edits(context, t); d++) {
          sum[d] += model.row(context[t], t)[d];
        }
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      mean[d] = (float) (sum[d] / editedPositions());
    }
    return mean;
  }

  private boolean edits(int[] context, int t) {
    boolean keptAsFirst = t < unedited.first();
    return !keptAsFirst && !unedited.tokens().contains(context[t]);
  }

  private double loss(UnaryOperator<float[]> edit) {
    double sum = 0;
    int predictions = 0;
    for (int[] context : contexts) {
      for (int t = 0; t + 1 < context.length; t++, predictions++) {
        float[] row = model.row(context[t], t);
        sum += loss(edits(context, t) ? edit.apply(row) : row, context[t + 1]);
      }
    }
    return sum / predictions;
  }

  private double loss(float[] row, int next) {
    double total = 0;
    for (int token = 0; token < TinyLanguageModel.VOCABULARY; token++) {
      total += Math.exp(logit(row, token));
    }
    return Math.log(total) - logit(row, next);
  }

  private double logit(float[] row, int token) {
    double sum = 0;
    for (int d = 0; d < row.length; d++) {
      sum += (double) row[d] * model.unembedding[d][token];
    }
    return sum;
  }
}
