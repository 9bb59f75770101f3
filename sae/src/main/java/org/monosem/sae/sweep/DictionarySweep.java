package org.monosem.sae.sweep;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.BiFunction;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.evaluation.EvaluationListener;
import org.monosem.sae.training.DivergedException;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;

/**
 * Trains several dictionaries over one pass of the activations: each batch is read and converted
 * once and given to every one of them.
 *
 * <pre>{@code
 * SweptRecipe recipe = SweptRecipe.of("2024", Recipe.aprilUpdate2024(), List.of(2.0, 5.0));
 * List<SweepEntry> entries =
 *     new SweepGrid(List.of(recipe), List.of(512, 4096), List.of(1L)).entries(length);
 * try (DictionarySweep sweep =
 *     DictionarySweep.builder(TrainingData.of(cache, 7), entries).folder(out, 500).build()) {
 *   sweep.train();
 *   List<SweepResult> table =
 *       sweep.results(DictionaryEvaluation.onePass(), EvaluationListener.none());
 * }
 * }</pre>
 *
 * <p>Every dictionary gets the bits that a {@link SaeTrainer} of its plan on the same {@link
 * TrainingData} gives it (same machine and thread count).
 *
 * <p>With a folder, each dictionary keeps checkpoints of its own, and a sweep built on the same
 * folder goes on. Dictionaries may stand at different steps then (killed between two checkpoints,
 * or an entry was added): reading goes on from the one that is furthest behind, and the others wait
 * until it has caught up. So resuming is exact, whenever the sweep ended.
 *
 * <p>A dictionary that diverges is noted and left at its last good step; the others go on. Not safe
 * for use by several threads, {@link #requestStop} excepted.
 */
public final class DictionarySweep implements AutoCloseable {
  private final TrainingData data;
  private final RunLength length;
  private final Device device;
  private final SweepListener listener;
  private final SweepFolder folder;
  private final List<SweptDictionary> dictionaries;
  private volatile boolean stopRequested;

  DictionarySweep(DictionarySweepBuilder builder, List<SweptDictionary> dictionaries) {
    this.data = builder.data();
    this.length = builder.length();
    this.device = builder.device();
    this.listener = builder.listener();
    this.folder = builder.folder();
    this.dictionaries = dictionaries;
  }

  /**
   * Starts building a sweep.
   *
   * @param data the rows and their order, the same for all
   * @param entries at least one; their lengths (steps and batch) must be equal, their names not
   * @throws IllegalArgumentException naming the entries that do not fit
   */
  public static DictionarySweepBuilder builder(TrainingData data, List<SweepEntry> entries) {
    return new DictionarySweepBuilder(data, entries);
  }

  /**
   * Trains until every dictionary has done its steps or diverged, or a stop is requested. With a
   * folder, checkpoints stand at the steps reached then, and of each dictionary that is done its
   * weights in SAELens's layout.
   *
   * @return whether nothing is left to train
   * @throws IllegalArgumentException if a row of activations is not finite, naming it
   * @throws java.io.UncheckedIOException if activations cannot be read or a file not written
   */
  public boolean train() {
    while (!settled() && !stopRequested) {
      pass(next());
    }
    stopRequested = false;
    dictionaries.forEach(SweptDictionary::checkpoint);
    dictionaries.forEach(folder::save);
    return settled();
  }

  /**
   * Asks {@link #train} to stop after the current step; callable from any thread. Calling {@link
   * #train} again goes on.
   */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Measures every dictionary as it stands, in the order of the entries.
   *
   * @param evaluation which rows of the sweep's source to measure on
   * @param progress hears of each dictionary's evaluation in turn
   */
  public List<SweepResult> results(DictionaryEvaluation evaluation, EvaluationListener progress) {
    return dictionaries.stream()
        .map(dictionary -> dictionary.measure(evaluation, data.source(), progress))
        .toList();
  }

  /**
   * Has every dictionary as it stands measured in another way, inside its model for instance.
   *
   * @param measure gets an entry and its dictionary for raw activations, which is closed after it
   * @return what it gave, in the order of the entries
   */
  public <T> List<T> each(BiFunction<SweepEntry, SparseAutoencoder, T> measure) {
    return dictionaries.stream().map(dictionary -> dictionary.apply(measure)).toList();
  }

  /** Returns the plans in force: what was begun goes on in the way that it was begun. */
  public List<TrainingPlan> plans() {
    return dictionaries.stream().map(SweptDictionary::plan).toList();
  }

  /** Returns the step that the dictionary furthest behind takes next, or the number of steps. */
  public long step() {
    return settled() ? length.steps() : next();
  }

  @Override
  public void close() {
    dictionaries.forEach(SweptDictionary::close);
  }

  /** Reads on from a step, as long as somebody needs the next one. */
  private void pass(long from) {
    try (PrefetchedStream batches = data.batches(length, from, device);
        NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      for (long step = from; !settled() && next() == step && !stopRequested; step++) {
        try (NDManager scope = manager.newSubManager()) {
          give(batches.next(scope), step);
        }
      }
    }
  }

  private void give(NDArray rows, long step) {
    int training = 0;
    for (SweptDictionary dictionary : dictionaries) {
      if (!dictionary.settled() && dictionary.step() == step) {
        training++;
        try {
          dictionary.take(rows);
        } catch (DivergedException e) {
          listener.diverged(dictionary.entry(), e);
        }
      }
    }
    listener.stepped(step + 1, length.steps(), training);
  }

  private boolean settled() {
    return dictionaries.stream().allMatch(SweptDictionary::settled);
  }

  private long next() {
    return dictionaries.stream()
        .filter(dictionary -> !dictionary.settled())
        .mapToLong(SweptDictionary::step)
        .min()
        .orElseThrow();
  }
}
