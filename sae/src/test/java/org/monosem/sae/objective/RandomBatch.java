package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;

/**
 * Random parameters and rows for an objective, predicting rows of another width than it encodes.
 */
record RandomBatch(DictionaryParameters p, NDArray x, NDArray y, DataType type) {

  /** The sizes of a batch, and what is added to the encoder's biases. */
  record Sizes(DictionaryWidths widths, int batch, double bias) {}

  static RandomBatch of(NDManager manager, Objective objective, Sizes sizes, DataType type) {
    DictionaryWidths w = sizes.widths();
    Map<String, NDArray> extra = new LinkedHashMap<>();
    objective
        .extraShapes(w)
        .forEach((name, s) -> extra.put(name, random(manager, name, type, s).mul(0.4).add(0.3)));
    DictionaryParameters p =
        new DictionaryParameters(
            random(manager, "wEnc", type, new Shape(w.dSae(), w.dIn())),
            random(manager, "bEnc", type, new Shape(w.dSae())).add(sizes.bias()),
            random(manager, "wDec", type, new Shape(w.dSae(), w.dOut())),
            random(manager, "bDec", type, new Shape(w.dOut())),
            extra);
    NDArray x = random(manager, "x", type, new Shape(sizes.batch(), w.dIn()));
    NDArray y = random(manager, "y", type, new Shape(sizes.batch(), w.dOut()));
    return new RandomBatch(p, x, y, type);
  }

  /** A request in the middle of a run, with estimates of their own for objectives that have any. */
  GradientRequest request(Objective objective, double penaltyFactor, StepRoute route) {
    Map<String, NDArray> estimates = new LinkedHashMap<>();
    objective
        .estimates()
        .forEach(
            (name, start) -> estimates.put(name, scalar(name.endsWith("below") ? 3 : start + 2)));
    return new GradientRequest(x, y, penaltyFactor, route, new Moment(0.6, null, estimates));
  }

  private NDArray scalar(double value) {
    return x.getManager().create(new double[] {value}, new Shape());
  }

  Workspace workspace(Precision precision, int tileRows) {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(p.dSae(), p.dIn(), tileRows);
    return Workspace.of(x.getManager(), precision, sizes, type);
  }

  int batch() {
    return Math.toIntExact(x.getShape().get(0));
  }

  private static NDArray random(NDManager manager, String name, DataType type, Shape shape) {
    SplittableRandom random = Seed.of(17).named(name).random();
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return manager.create(values, shape).toType(type, true);
  }
}
