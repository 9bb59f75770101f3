package org.monosem.sae.toymodel.collision;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** How a simulation follows a law that holds up to a factor: slopes on logarithmic axes. */
public final class LogLogSlope {
  private LogLogSlope() {}

  /** Returns the slope of {@code |w|_1} over its prediction: 1 where the law holds. */
  public static double ofNorm(List<Sparsification.Moment> moments) {
    return slope(moments, Sparsification.Moment::predictedNorm, Sparsification.Moment::norm);
  }

  /** Returns the slope of the survivors over their prediction: 1 where the law holds. */
  public static double ofSurvivors(List<Sparsification.Moment> moments) {
    return slope(
        moments, Sparsification.Moment::predictedSurvivors, Sparsification.Moment::survivors);
  }

  private static double slope(
      List<Sparsification.Moment> moments,
      ToDoubleFunction<Sparsification.Moment> x,
      ToDoubleFunction<Sparsification.Moment> y) {
    SimpleRegression line = new SimpleRegression();
    moments.forEach(m -> line.addData(Math.log(x.applyAsDouble(m)), Math.log(y.applyAsDouble(m))));
    return line.getSlope();
  }
}
