package org.monosem.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines for people. */
public final class StepTable {
  private static final String ROW = "%-34s %10s %10s %12s %9s";

  private StepTable() {}

  /** Returns the lines, without line ends. */
  public static List<String> lines(StepReport report) {
    List<String> lines = new ArrayList<>();
    heading(report.setting(), lines);
    lines.add("");
    lines.add(text(ROW, "", "best ms", "median ms", "samples/s", "to ours"));
    Timing ours = report.timings().of(StepReport.OURS);
    int batch = report.setting().options().shape().batch();
    report.timings().byName().forEach((name, timing) -> lines.add(row(name, timing, ours, batch)));
    lines.add("");
    figures(report, lines);
    return lines;
  }

  private static void heading(StepSetting setting, List<String> lines) {
    StepShape shape = setting.options().shape();
    lines.add(
        text(
            "%,d features, d_in %d, batch %,d, L0 %.1f +- %.1f, %s, %s path",
            shape.features(),
            shape.dIn(),
            shape.batch(),
            setting.l0().mean(),
            setting.l0().standardDeviation(),
            setting.precision(),
            setting.path().name().toLowerCase(Locale.ROOT)));
    Machine on = setting.machine();
    lines.add(text("%s, %d cores, %d threads", on.cpu(), on.cores(), on.threads()));
    lines.add(
        text(
            "%s; %d repeats, every contender in turn",
            Machine.versions(), setting.options().repeats()));
  }

  /** A step has a rate and a ratio to ours, a stage its share of ours, a matrix product neither. */
  private static String row(String name, Timing timing, Timing ours, int batch) {
    String rate = "";
    String comparison = "";
    if (StepStages.NAMES.contains(name)) {
      comparison = text("%.0f %%", 100 * timing.best() / ours.best());
    } else if (!StepReport.PRODUCTS.contains(name)) {
      rate = text("%,.0f", batch / timing.best());
      comparison = text("%.2fx", timing.best() / ours.best());
    }
    String best = text("%.2f", 1e3 * timing.best());
    return text(ROW, name, best, text("%.2f", 1e3 * timing.median()), rate, comparison);
  }

  private static void figures(StepReport report, List<String> lines) {
    lines.add(
        text(
            "matrix products: %,.0f GFLOP/s in fp32, %,.0f in bf16",
            report.rates().fp32(), report.rates().bf16()));
    MemoryUse memory = report.memory();
    Long peak = memory.peak();
    lines.add(
        text(
            "memory: weights, moments, gradient and workspace %,d MB; peak of the process %s",
            memory.computed().total() >> 20,
            peak == null ? "not known here" : text("%,d MB", peak >> 20)));
    lines.add(
        text(
            "gradients: ours and the dense step's differ by %.1e of the largest entry",
            report.agreement().gradient().maxRelativeDifference()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
