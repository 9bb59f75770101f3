package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Several sources whose rows belong together, side by side: row {@code i} is row {@code i} of the
 * first, then of the second, and so on. What transcoders and crosscoders are trained on.
 *
 * <p>Rows belong together if every source gives the same tokens in the same order for any seed. The
 * sources must promise that themselves; what can be seen from outside, the number of rows, is
 * checked here, and nothing more. Activation caches are paired and checked by {@code
 * PairedCaches.open} of the harvest module.
 */
public final class PairedActivations implements ActivationSource {
  private static final KernelModule KERNELS =
      KernelModule.load(PairedActivations.class, "paired.py");

  private final List<ActivationSource> sources;
  private final int width;

  private PairedActivations(List<ActivationSource> sources, int width) {
    this.sources = sources;
    this.width = width;
  }

  /**
   * Returns the rows of some sources side by side.
   *
   * @param sources two or more, whose orders of rows agree for every seed
   * @throws IllegalArgumentException if there are fewer than two, or their numbers of rows differ
   */
  public static PairedActivations of(List<? extends ActivationSource> sources) {
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "paired activations: expected two sources or more, got " + sources.size());
    }
    long width = 0;
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).rows() != sources.get(0).rows()) {
        throw new IllegalArgumentException(
            "paired activations: source 0 has %d rows, source %d has %d"
                .formatted(sources.get(0).rows(), i, sources.get(i).rows()));
      }
      width += sources.get(i).width();
    }
    return new PairedActivations(List.copyOf(sources), Math.toIntExact(width));
  }

  /** Returns the sources, from left to right. */
  public List<ActivationSource> sources() {
    return sources;
  }

  /** Returns the widths of the sources, from left to right. */
  public List<Integer> widths() {
    return sources.stream().map(ActivationSource::width).toList();
  }

  /** Returns the sum of the widths. */
  @Override
  public int width() {
    return width;
  }

  @Override
  public long rows() {
    return sources.get(0).rows();
  }

  /** Returns the parts of all sources, if all of them know theirs. */
  @Override
  public List<ActivationPart> parts() {
    boolean known = sources.stream().noneMatch(source -> source.parts().isEmpty());
    return known ? sources.stream().flatMap(source -> source.parts().stream()).toList() : List.of();
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    List<ActivationStream> streams = new ArrayList<>();
    try {
      for (ActivationSource source : sources) {
        streams.add(source.open(seed, startRow));
      }
    } catch (RuntimeException e) {
      streams.forEach(ActivationStream::close);
      throw e;
    }
    return new Lockstep(streams);
  }

  private static final class Lockstep implements ActivationStream {
    private final List<ActivationStream> streams;

    Lockstep(List<ActivationStream> streams) {
      this.streams = streams;
    }

    @Override
    public NDArray next(NDManager manager, int rows) {
      try (NDManager scope = manager.newSubManager()) {
        List<NDArray> parts = new ArrayList<>();
        for (ActivationStream stream : streams) {
          parts.add(stream.next(scope, rows));
        }
        return KERNELS.callForArray(manager, "beside", parts);
      }
    }

    @Override
    public long position() {
      return streams.get(0).position();
    }

    @Override
    public void close() {
      RuntimeException first = null;
      for (ActivationStream stream : streams) {
        try {
          stream.close();
        } catch (RuntimeException e) {
          if (first == null) {
            first = e;
          } else {
            first.addSuppressed(e);
          }
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
