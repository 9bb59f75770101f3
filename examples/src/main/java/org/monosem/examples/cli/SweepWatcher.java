package org.monosem.examples.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.sweep.DictionarySweep;
import org.monosem.sae.sweep.SweepEntry;
import org.monosem.sae.sweep.SweepListener;
import org.monosem.sae.training.DivergedException;

/** Shows a sweep's steps, and carries the user's stop request to it. */
final class SweepWatcher implements SweepListener, AutoCloseable {
  private final Console console;
  private final StopSignal stop;
  private final Progress progress;
  private @Nullable DictionarySweep sweep;
  private boolean closed;

  SweepWatcher(Console console, StopSignal stop, long steps) {
    this.console = console;
    this.stop = stop;
    this.progress = new Progress(console, "training", "steps", steps);
  }

  void watch(DictionarySweep watched) {
    sweep = watched;
  }

  @Override
  public void stepped(long step, long steps, int training) {
    progress.at(step, String.format(Locale.ROOT, "%d dictionaries", training));
    if (stop.getAsBoolean() && sweep != null) {
      sweep.requestStop();
    }
  }

  @Override
  public void diverged(SweepEntry entry, DivergedException failure) {
    console.say(entry.name() + ": " + failure.getMessage());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      progress.close();
    }
  }
}
