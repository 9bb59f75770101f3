package org.monosem.sae.sweep;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.SaeTrainerBuilder;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingProgress;

/** Collects what a sweep may be given beside its data and entries. */
public final class DictionarySweepBuilder {
  private final TrainingData data;
  private final List<SweepEntry> entries;
  private Device device = Device.cpu();
  private SweepListener listener = new SweepListener() {};
  private long reportEvery = 100;
  private SweepFolder folder = SweepFolder.NONE;

  DictionarySweepBuilder(TrainingData data, List<SweepEntry> entries) {
    this.data = data;
    this.entries = List.copyOf(entries);
    requireFitting(this.entries);
  }

  /** Trains on this device; the CPU unless told. */
  public DictionarySweepBuilder device(Device value) {
    device = value;
    return this;
  }

  /** Tells this listener, and no other, how it goes. */
  public DictionarySweepBuilder listener(SweepListener value) {
    listener = value;
    return this;
  }

  /** Reports the progress of every dictionary every so many steps; 100 unless told. */
  public DictionarySweepBuilder reportEvery(long steps) {
    reportEvery = steps;
    return this;
  }

  /**
   * Keeps everything under a folder, and goes on from what is there.
   *
   * @param path holds a folder for each entry
   * @param checkpointEvery steps between two checkpoints; one is also made at a stop and at the end
   */
  public DictionarySweepBuilder folder(Path path, long checkpointEvery) {
    folder = new SweepFolder(path, checkpointEvery);
    return this;
  }

  /**
   * Makes the sweep: initialises every dictionary, or reads its newest checkpoint.
   *
   * @throws IllegalArgumentException if a checkpoint is of another plan or other activations, or a
   *     number of steps is less than one
   */
  public DictionarySweep build() {
    List<SweptDictionary> made = new ArrayList<>();
    try {
      for (SweepEntry entry : entries) {
        made.add(new SweptDictionary(entry, trainer(entry)));
      }
    } catch (RuntimeException e) {
      made.forEach(SweptDictionary::close);
      throw e;
    }
    return new DictionarySweep(this, List.copyOf(made));
  }

  TrainingData data() {
    return data;
  }

  RunLength length() {
    return entries.get(0).plan().length();
  }

  Device device() {
    return device;
  }

  SweepListener listener() {
    return listener;
  }

  SweepFolder folder() {
    return folder;
  }

  private SaeTrainer trainer(SweepEntry entry) {
    SaeTrainerBuilder trainer =
        SaeTrainer.builder(data, entry.plan())
            .device(device)
            .reportEvery(reportEvery)
            .listener(new EntryListener(entry, listener));
    folder.keep(entry, trainer);
    return trainer.build();
  }

  private static void requireFitting(List<SweepEntry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("entries: expected at least one, got none");
    }
    SweepEntry first = entries.get(0);
    Set<String> names = new HashSet<>();
    for (SweepEntry entry : entries) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException("entries: two are named " + entry.name());
      }
      if (!entry.plan().length().equals(first.plan().length())) {
        throw new IllegalArgumentException(
            "entries: expected one batch and number of steps for all, got %s for %s and %s for %s"
                .formatted(
                    first.plan().length(), first.name(), entry.plan().length(), entry.name()));
      }
    }
  }

  /** Passes the reports of one dictionary on. */
  private record EntryListener(SweepEntry entry, SweepListener listener)
      implements TrainingListener {
    @Override
    public void progressed(TrainingProgress progress) {
      listener.progressed(entry, progress);
    }
  }
}
