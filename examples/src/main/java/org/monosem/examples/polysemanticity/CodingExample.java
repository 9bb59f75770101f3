package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.coding.CovarianceAccumulator;
import org.monosem.core.polysemanticity.coding.FitRange;
import org.monosem.core.polysemanticity.coding.PcaSpectrum;
import org.monosem.core.polysemanticity.coding.PowerLawFit;
import org.monosem.core.polysemanticity.coding.SparseSource;
import org.monosem.core.polysemanticity.coding.TrajectoryEnergy;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/** Prints how many dimensions sparse features need, and the spectra of the shipped model. */
public final class CodingExample {
  private static final int TEXTS = 60;
  private static final FitRange RANKS = FitRange.of(2, 100);

  private CodingExample() {}

  public static void main(String[] args) {
    for (double sparsity : new double[] {0.9, 0.99}) {
      System.out.printf(
          Locale.ROOT,
          "features of 32 bits, zero in %.2f of cases: %.4f dimensions each%n",
          sparsity,
          new SparseSource(sparsity, 32).dimsPerFeature());
    }
    measure(Seed.of(1))
        .forEach(
            (hook, spectrum) -> {
              PowerLawFit fit = spectrum.fit(RANKS);
              System.out.printf(
                  Locale.ROOT,
                  "%s: variance falls as rank^-%.2f (r2 %.3f), action %.2f%n",
                  hook,
                  fit.decay(),
                  fit.r2(),
                  spectrum.action());
            });
    TrajectoryEnergy energy = trajectory(Seed.of(1));
    System.out.printf(
        Locale.ROOT,
        "one text through the residual stream: energy %.1f, in three dimensions %.1f%n",
        energy.energy(),
        energy.projected());
  }

  /** Returns the spectra of the MLP and of the residual stream behind it. */
  static Map<HookPoint, PcaSpectrum> measure(Seed seed) {
    List<HookPoint> hooks = List.of(HookPoint.mlpPost(0), HookPoint.residualPost(0));
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager();
        CovarianceAccumulator mlp = new CovarianceAccumulator(512, owner);
        CovarianceAccumulator residual = new CovarianceAccumulator(128, owner)) {
      for (Document document : SampleTexts.of(TEXTS, seed)) {
        try (NDManager scope = model.newManager()) {
          List<NDArray> layers = model.activations(scope, document.text(), hooks);
          mlp.add(layers.get(0));
          residual.add(layers.get(1));
        }
      }
      Map<HookPoint, PcaSpectrum> spectra = new LinkedHashMap<>();
      spectra.put(hooks.get(0), mlp.spectrum());
      spectra.put(hooks.get(1), residual.spectrum());
      return spectra;
    }
  }

  /** Returns how far a text moves through the residual stream, token by token. */
  static TrajectoryEnergy trajectory(Seed seed) {
    try (ModelRun model = new ModelRun();
        NDManager scope = model.newManager()) {
      String text = SampleTexts.of(1, seed).get(0).text();
      List<HookPoint> hooks = List.of(HookPoint.residualPost(0));
      return TrajectoryEnergy.of(model.activations(scope, text, hooks).get(0), seed);
    }
  }
}
