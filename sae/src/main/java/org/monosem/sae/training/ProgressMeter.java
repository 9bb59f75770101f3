package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.sae.objective.BatchStatistics;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.term.RegularisationTerm;

/** Sums over the batches since the last report, in double. */
final class ProgressMeter {
  private final double[] rowSum;
  private final List<String> termNames;
  private final double[] terms;
  private long since = System.nanoTime();
  private long rows;
  private long steps;
  private double squaredError;
  private double penalty;
  private double power;
  private double loss;
  private long active;

  ProgressMeter(int dOut, RegularisationTerm term) {
    this.rowSum = new double[dOut];
    this.termNames = term.names();
    this.terms = new double[termNames.size()];
  }

  /** What a report says of its last step. */
  record LastStep(
      double coefficient,
      double learningRate,
      double gradientNorm,
      StepPath path,
      long highNormRows) {}

  /** Adds a batch's sums, the sum of its rows, and its loss, summed over its rows. */
  void add(BatchStatistics sums, NDArray batchRowSum, double lossSum) {
    rows += sums.rows();
    squaredError += sums.squaredError();
    penalty += sums.penalty();
    power += sums.power();
    loss += lossSum;
    active += sums.activeCount();
    double[] sum = batchRowSum.toDoubleArray();
    for (int i = 0; i < rowSum.length; i++) {
      rowSum[i] += sum[i];
    }
  }

  /** Adds what the terms added to the loss of that batch, {@code [terms]}. */
  void addTerms(NDArray values) {
    float[] added = terms.length == 0 ? new float[0] : values.toFloatArray();
    for (int i = 0; i < terms.length; i++) {
      terms[i] += added[i];
    }
    steps++;
  }

  TrainingProgress report(long step, RunLength length, LastStep last, int dead) {
    double meanPower = 0;
    for (double sum : rowSum) {
      meanPower += sum / rows * sum;
    }
    double variance = power - meanPower;
    double seconds = (System.nanoTime() - since) / 1e9;
    TrainingProgress report =
        new TrainingProgress(
            step,
            length.steps(),
            step * length.batch(),
            loss / rows,
            squaredError / rows,
            penalty / rows,
            last.coefficient(),
            (double) active / rows,
            variance > 0 ? 1 - squaredError / variance : Double.NaN,
            dead,
            last.gradientNorm(),
            last.learningRate(),
            rows / seconds,
            last.path(),
            last.highNormRows(),
            termMeans());
    restart();
    return report;
  }

  private Map<String, Double> termMeans() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < terms.length; i++) {
      means.put(termNames.get(i), terms[i] / steps);
    }
    return means;
  }

  private void restart() {
    Arrays.fill(rowSum, 0);
    Arrays.fill(terms, 0);
    steps = 0;
    since = System.nanoTime();
    rows = 0;
    squaredError = 0;
    penalty = 0;
    power = 0;
    loss = 0;
    active = 0;
  }
}
