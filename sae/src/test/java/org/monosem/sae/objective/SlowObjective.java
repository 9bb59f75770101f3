package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The losses of objectives by the equations in their Javadoc, one number at a time. */
final class SlowObjective {
  private final Objective objective;
  private final DictionaryWidths widths;
  private final double[] x;
  private final double[] y;
  private final double penaltyFactor;

  SlowObjective(Objective objective, RandomBatch batch, double penaltyFactor) {
    this.objective = objective;
    this.widths = new DictionaryWidths(batch.p().dIn(), batch.p().dSae(), batch.p().dOut());
    this.x = batch.x().toDoubleArray();
    this.y = batch.y().toDoubleArray();
    this.penaltyFactor = penaltyFactor;
  }

  static Map<String, double[]> values(DictionaryParameters p) {
    Map<String, double[]> values = new LinkedHashMap<>();
    List<NDArray> arrays = p.list();
    for (int i = 0; i < arrays.size(); i++) {
      values.put(p.names().get(i), arrays.get(i).toDoubleArray());
    }
    return values;
  }

  int batch() {
    return x.length / widths.dIn();
  }

  /** The mean loss; frozen: parameters where the equations hold them constant. */
  double loss(Map<String, double[]> p, Map<String, double[]> frozen) {
    if (objective instanceof JumpReluObjective jumping) {
      return jumpRelu(jumping, p);
    } else if (objective instanceof GatedObjective gate) {
      return gated(gate, p, frozen);
    }
    return annealed((PAnnealObjective) objective, p);
  }

  private double jumpRelu(JumpReluObjective o, Map<String, double[]> p) {
    double errors = 0;
    double count = 0;
    double saturated = 0;
    double scale = o.sparsity() instanceof SparsityLoss.Tanh tanh ? tanh.scale() : 0;
    for (int row = 0; row < batch(); row++) {
      double[] f = new double[widths.dSae()];
      for (int i = 0; i < f.length; i++) {
        double h = preActivation(o.preEncoderBias(), p, row, i) + p.get("bEnc")[i];
        f[i] = h > Math.max(p.get("threshold")[i], 0) ? h : 0;
        count += f[i] > 0 ? 1 : 0;
        saturated += Math.tanh(scale * f[i]);
      }
      errors += squaredError(p, f, row);
    }
    double l0 = count / batch();
    double sparsity = scale > 0 ? saturated / batch() : l0;
    if (o.sparsity() instanceof SparsityLoss.Quadratic quadratic) {
      sparsity = Math.pow(l0 / quadratic.target() - 1, 2);
    }
    return o.errorReduction().factor(widths.dOut()) * errors / batch()
        + o.coefficient() * penaltyFactor * sparsity;
  }

  private double gated(GatedObjective o, Map<String, double[]> p, Map<String, double[]> frozen) {
    double errors = 0;
    double penalty = 0;
    for (int row = 0; row < batch(); row++) {
      double[] f = new double[widths.dSae()];
      double[] gate = new double[widths.dSae()];
      for (int i = 0; i < f.length; i++) {
        double z = preActivation(o.preEncoderBias(), p, row, i);
        gate[i] = Math.max(0, z + p.get("bEnc")[i]);
        double magnitude = Math.exp(p.get("rMag")[i]) * z + p.get("bMag")[i];
        f[i] = gate[i] > 0 ? Math.max(0, magnitude) : 0;
        penalty += gate[i] * weight(o.penaltyWeight(), p, i);
      }
      errors += squaredError(p, f, row) + squaredError(frozen, gate, row);
    }
    return (o.errorReduction().factor(widths.dOut()) * errors
            + o.coefficient() * penaltyFactor * penalty)
        / batch();
  }

  /** As {@link RandomBatch#request} has it: level 2 of the estimates, their ratio 2 / 3. */
  private double annealed(PAnnealObjective o, Map<String, double[]> p) {
    int wanted = o.power().level(0.6);
    double scale = wanted > 2 ? 3 * 2.0 / 3 : 3;
    double exponent = o.power().exponent(Math.max(2, Math.min(3, wanted)));
    double errors = 0;
    double penalty = 0;
    for (int row = 0; row < batch(); row++) {
      double[] f = new double[widths.dSae()];
      for (int i = 0; i < f.length; i++) {
        double h = preActivation(o.preEncoderBias(), p, row, i) + p.get("bEnc")[i];
        f[i] = Math.max(0, h);
        double raised =
            Math.pow(f[i] + o.smoothing(), exponent) - Math.pow(o.smoothing(), exponent);
        penalty += raised * weight(o.loss().penaltyWeight(), p, i);
      }
      errors += squaredError(p, f, row);
    }
    return (o.loss().errorReduction().factor(widths.dOut()) * errors
            + o.coefficient() * penaltyFactor * scale * penalty)
        / batch();
  }

  /** wEnc_i (x - bDec), or without the subtraction. */
  double preActivation(boolean subtract, Map<String, double[]> p, int row, int feature) {
    double sum = 0;
    for (int d = 0; d < widths.dIn(); d++) {
      double centred = x[row * widths.dIn() + d] - (subtract ? p.get("bDec")[d] : 0);
      sum += p.get("wEnc")[feature * widths.dIn() + d] * centred;
    }
    return sum;
  }

  /** One element of xhat - y. */
  double error(Map<String, double[]> p, double[] f, int row, int element) {
    double sum = p.get("bDec")[element] - y[row * widths.dOut() + element];
    for (int i = 0; i < f.length; i++) {
      sum += f[i] * p.get("wDec")[i * widths.dOut() + element];
    }
    return sum;
  }

  private double squaredError(Map<String, double[]> p, double[] f, int row) {
    double sum = 0;
    for (int d = 0; d < widths.dOut(); d++) {
      sum += Math.pow(error(p, f, row, d), 2);
    }
    return sum;
  }

  private double weight(PenaltyWeight weight, Map<String, double[]> p, int feature) {
    double squares = 0;
    for (int d = 0; d < widths.dOut(); d++) {
      squares += Math.pow(p.get("wDec")[feature * widths.dOut() + d], 2);
    }
    return weight == PenaltyWeight.ONE ? 1 : Math.sqrt(squares);
  }
}
