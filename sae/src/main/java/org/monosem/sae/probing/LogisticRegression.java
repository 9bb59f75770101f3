package org.monosem.sae.probing;

import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty, in float64: the minimum of
 *
 * <pre>
 *   |w|² / 2 + C sum_i c_i ln(1 + exp(-s_i (x_i w + b))),   s_i = 1 if positive, else -1
 * </pre>
 *
 * which is scikit-learn's objective (the intercept is not penalised); {@code c_i} is 1, or with
 * balanced classes {@code rows / (2 rows of the class)}.
 *
 * <p>Solved by Newton's method whose steps come from conjugate gradients on the Hessian's products
 * (truncated as Dembo and Steihaug do) with backtracking: no matrix of {@code columns²}, a few
 * dozen passes over the rows, and the minimum to a gradient of {@code 1e-8} of the first. Second
 * derivatives suit rows that are neither centred nor scaled, as these.
 */
final class LogisticRegression {
  private static final int MOST_STEPS = 100;
  private static final int MOST_PRODUCTS = 250;
  private static final int MOST_HALVINGS = 40;
  private static final double TOLERANCE = 1e-8;
  private static final double DECREASE = 1e-4;
  private static final double ROUNDING = 1e-12;

  private final DesignMatrix x;
  private final double[] sign;
  private final double[] cost;
  private final int intercept;

  private LogisticRegression(DesignMatrix x, boolean[] positive, double[] cost) {
    this.x = x;
    this.cost = cost;
    this.intercept = x.columns();
    this.sign = new double[positive.length];
    for (int row = 0; row < sign.length; row++) {
      sign[row] = positive[row] ? 1 : -1;
    }
  }

  /** Fits with {@code C = 1} and equal weights of rows. */
  static LogisticProbe fit(DesignMatrix x, boolean[] positive) {
    double[] cost = new double[positive.length];
    Arrays.fill(cost, 1);
    return fit(x, positive, cost);
  }

  /** Fits with {@code C = 1} and equal weights of both classes, whatever their sizes. */
  static LogisticProbe fitBalanced(DesignMatrix x, boolean[] positive) {
    int positives = 0;
    for (boolean label : positive) {
      positives += label ? 1 : 0;
    }
    double[] cost = new double[positive.length];
    for (int row = 0; row < cost.length; row++) {
      int size = positive[row] ? positives : cost.length - positives;
      cost[row] = cost.length / (2.0 * size);
    }
    return fit(x, positive, cost);
  }

  /** Fits with a factor {@code C c_i} for every row. */
  static LogisticProbe fit(DesignMatrix x, boolean[] positive, double[] cost) {
    double[] w = new LogisticRegression(x, positive, cost).minimum();
    double b = w[x.columns()];
    return new LogisticProbe(Arrays.copyOf(w, x.columns()), b);
  }

  /** Returns the weights and behind them the intercept. */
  private double[] minimum() {
    double[] w = new double[intercept + 1];
    double[] margin = margins(w);
    double value = value(w, margin);
    double first = -1;
    for (int step = 0; step < MOST_STEPS; step++) {
      Check.notInterrupted("logistic regression, steps", step);
      double[] gradient = gradient(w, margin);
      double norm = norm(gradient);
      first = first < 0 ? norm : first;
      if (norm <= TOLERANCE * first) {
        break;
      }
      double accuracy = Math.min(0.1, Math.sqrt(norm / first));
      double[] direction = direction(gradient, curvature(margin), accuracy * norm);
      double slope = dot(gradient, direction);
      if (-slope <= ROUNDING * (1 + value)) {
        // The fall of the value would be lost in its rounding; a whole step of Newton's is not.
        addTo(w, direction, 1);
        break;
      }
      double[] next = step(w, direction, value, slope);
      if (next == w) {
        break;
      }
      w = next;
      margin = margins(w);
      value = value(w, margin);
    }
    return w;
  }

  /**
   * Halves the step until the value falls enough; the old place if rounding lets it fall no more.
   */
  private double[] step(double[] w, double[] direction, double value, double slope) {
    double length = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      double[] next = w.clone();
      addTo(next, direction, length);
      if (value(next, margins(next)) <= value + DECREASE * length * slope) {
        return next;
      }
      length /= 2;
    }
    return w;
  }

  /** Solves {@code H d = -g} by conjugate gradients, to a residual of {@code enough}. */
  private double[] direction(double[] gradient, double[] curvature, double enough) {
    double[] d = new double[gradient.length];
    double[] residual = new double[gradient.length];
    addTo(residual, gradient, -1);
    double[] p = residual.clone();
    double[] product = new double[p.length];
    double squares = dot(residual, residual);
    int most = Math.min(MOST_PRODUCTS, 10 * gradient.length);
    for (int i = 0; i < most && Math.sqrt(squares) > enough; i++) {
      hessianProduct(p, curvature, product);
      double along = squares / dot(p, product);
      addTo(d, p, along);
      addTo(residual, product, -along);
      double next = dot(residual, residual);
      for (int j = 0; j < p.length; j++) {
        p[j] = residual[j] + next / squares * p[j];
      }
      squares = next;
    }
    return d;
  }

  private double[] margins(double[] w) {
    double[] margins = new double[x.rows()];
    for (int row = 0; row < margins.length; row++) {
      margins[row] = sign[row] * (x.dot(row, w) + w[intercept]);
    }
    return margins;
  }

  private double value(double[] w, double[] margin) {
    double sum = (dot(w, w) - w[intercept] * w[intercept]) / 2;
    for (int row = 0; row < margin.length; row++) {
      double m = margin[row];
      sum += cost[row] * (Math.max(0, -m) + Math.log1p(Math.exp(-Math.abs(m))));
    }
    return sum;
  }

  private double[] gradient(double[] w, double[] margin) {
    double[] gradient = w.clone();
    gradient[intercept] = 0;
    for (int row = 0; row < margin.length; row++) {
      double g = -sign[row] * cost[row] / (1 + Math.exp(margin[row]));
      x.addTo(gradient, row, g);
      gradient[intercept] += g;
    }
    return gradient;
  }

  private double[] curvature(double[] margin) {
    double[] curvature = new double[margin.length];
    for (int row = 0; row < margin.length; row++) {
      double p = 1 / (1 + Math.exp(-margin[row]));
      curvature[row] = cost[row] * p * (1 - p);
    }
    return curvature;
  }

  private void hessianProduct(double[] p, double[] curvature, double[] product) {
    System.arraycopy(p, 0, product, 0, p.length);
    product[intercept] = 0;
    for (int row = 0; row < curvature.length; row++) {
      double scale = curvature[row] * (x.dot(row, p) + p[intercept]);
      x.addTo(product, row, scale);
      product[intercept] += scale;
    }
  }

  private static void addTo(double[] sum, double[] values, double scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * values[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] values) {
    return Math.sqrt(dot(values, values));
  }
}
