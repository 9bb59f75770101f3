package org.monosem.examples.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress on standard error: a bar with rate and time left on a terminal, otherwise one line every
 * ten seconds.
 */
final class Progress implements AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final String task;
  private final String unit;
  private final long total;
  private final PrintStream err;
  private final @Nullable ProgressBar bar;
  private final long start = System.nanoTime();
  private long begin = -1;
  private long lastLine = start;
  private long done;
  private String remark = "";

  Progress(Console console, String task, String unit, long total) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.err = console.err();
    this.bar = Terminal.isWatched() && console.err() == System.err ? bar() : null;
  }

  /** Returns what hears of rounds done: says so, and ends the work if a stop is asked for. */
  IntConsumer rounds(StopSignal stop) {
    return round -> {
      stop.check();
      at(round, "");
    };
  }

  /** Says how far the work is; {@code note} is a figure worth seeing, or empty. */
  void at(long done, String note) {
    if (begin < 0) {
      begin = done;
    }
    this.done = done;
    this.remark = note;
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(note);
    } else if (System.nanoTime() - lastLine >= LINE_EVERY_NANOS) {
      lastLine = System.nanoTime();
      err.println(line());
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    } else if (done > 0) {
      err.println(line());
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = (done - Math.max(0, begin)) / Math.max(1e-9, seconds);
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d %s (%.0f %%)%s%s",
        task,
        done,
        total,
        unit,
        100.0 * done / Math.max(1, total),
        rate > 0 ? pace(rate) : "",
        remark.isEmpty() ? "" : ", " + remark);
  }

  /** Known from the second report on: what was done before the first may be an earlier run's. */
  private String pace(double rate) {
    String pace =
        String.format(Locale.ROOT, rate < 10 ? ", %,.1f %s/s" : ", %,.0f %s/s", rate, unit);
    return done >= total
        ? pace
        : String.format(Locale.ROOT, "%s, %d s left", pace, Math.round((total - done) / rate));
  }

  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit, 1)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }
}
