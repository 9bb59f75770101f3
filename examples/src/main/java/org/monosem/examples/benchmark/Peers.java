package org.monosem.examples.benchmark;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The peers' steps of one Python: which there are, and what they came to. */
public final class Peers {
  private static final List<String> NAMES = List.of("dictionary_learning", "saelens");
  private static final String FP32 = "fp32";
  private static final String TF32 = "tf32";
  private static final String BF16 = "bf16";

  private final PeerProcess python;
  private final List<String> precisions;
  private final List<PeerProcess.PeerStep> steps = new ArrayList<>();

  /** Enters every peer in every precision that the device has into a race. */
  Peers(PeerProcess python, Device device, Race race) {
    this.python = python;
    this.precisions = device.isGpu() ? List.of(FP32, TF32, BF16) : List.of(FP32, BF16);
    for (String name : NAMES) {
      for (String precision : precisions) {
        steps.add(race.enter(key(name, precision), python.step(name, precision)));
      }
    }
  }

  /**
   * What the peers came to.
   *
   * @param bestFp32 seconds of the fastest peer's step in float32, as it ships
   * @param bestTf32 the same with TF32 products; null on a CPU
   * @param bestBf16 the same under bfloat16 autocast
   * @param values every figure by name
   */
  public record Figures(
      double bestFp32, @Nullable Double bestTf32, double bestBf16, Map<String, Object> values) {}

  /** Returns the shortest step of any peer in a precision, in seconds. */
  private static double best(Timings timings, String precision) {
    return NAMES.stream()
        .mapToDouble(name -> timings.of(key(name, precision)).best())
        .min()
        .orElseThrow();
  }

  Figures figures(Timings timings, int batch) {
    Double tf32 = precisions.contains(TF32) ? (Double) best(timings, TF32) : null;
    return new Figures(best(timings, FP32), tf32, best(timings, BF16), values(timings, batch));
  }

  private Map<String, Object> values(Timings timings, int batch) {
    Map<String, Object> result = new LinkedHashMap<>(python.greeting());
    long peak = 0;
    for (PeerProcess.PeerStep step : steps) {
      Timing timing = timings.of(key(step.peer(), step.precision()));
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("step_ms", timing.toMap());
      figures.put("samples_per_second", batch / timing.best());
      figures.put("loss", step.loss());
      result.put(step.peer() + "_" + step.precision(), figures);
      peak = Math.max(peak, step.peakBytes());
    }
    result.put("peak_bytes", peak);
    return result;
  }

  private static String key(String name, String precision) {
    return "peer " + name + " " + precision;
  }
}
