package org.monosem.core.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.monosem.core.tensor.Target.Run;

/**
 * Copies a strided tensor to row-major order.
 *
 * <p>The axes are walked in the order of their strides, widest first, so that the storage is read
 * forwards; the innermost of them that lie close together are read as one window and scattered, in
 * the order of the array. A window is never much wider than what is used of it, so that the bytes
 * read stay in proportion to the elements asked for.
 */
final class Gather {
  /** The elements of a window: at most 2 MiB, which stay in or near a core's own cache. */
  static final int WINDOW = 1 << 18;

  /** A window holds at most this many elements for each one used; else elements go one by one. */
  private static final long SPARSEST = 64;

  private final StoredBytes stored;
  private final Target target;
  private final List<Axis> axes;
  private final List<Axis> walk = new ArrayList<>();
  private long walkSteps;
  private int split;
  private long splitSteps = 1;
  private long innerSpan = 1;

  private record Axis(long length, long stride, long place) {
    long reach() {
      return (length - 1) * stride;
    }
  }

  private Gather(StoredBytes stored, TensorLayout layout, Target target) {
    this.stored = stored;
    this.target = target;
    this.axes = widestFirst(layout);
    plan();
  }

  /** Copies all elements of a layout that was checked against the storage. */
  static void run(StoredBytes stored, TensorLayout layout, Target target) {
    long elements = layout.elements();
    if (elements == 0) {
      return;
    } else if (layout.isContiguous()) {
      straight(stored, layout.offset(), elements, target);
      return;
    }
    Gather gather = new Gather(stored, layout, target);
    if (stored.source().isSequential() && gather.readsBackwards()) {
      throw stored.problem("expected no overlapping view of a compressed storage, got " + layout);
    }
    gather.outer(0, layout.offset(), 0);
  }

  private static void straight(StoredBytes stored, long first, long elements, Target target) {
    for (long done = 0; done < elements; done += WINDOW) {
      int count = (int) Math.min(WINDOW, elements - done);
      target.decode(stored.read(first + done, count), (int) done);
    }
  }

  private static List<Axis> widestFirst(TensorLayout layout) {
    List<Long> places = TensorLayout.rowMajor(layout.shape()).strides();
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (layout.shape().get(i) > 1) {
        axes.add(new Axis(layout.shape().get(i), layout.strides().get(i), places.get(i)));
      }
    }
    axes.sort(Comparator.comparing(axis -> -axis.stride()));
    return axes;
  }

  /** Finds the axes that are walked inside a window, and how much of the next one fits beside. */
  private void plan() {
    split = axes.size();
    long used = 1;
    splitSteps = 0;
    while (split > 0 && splitSteps == 0) {
      Axis axis = axes.get(split - 1);
      if (fits(innerSpan + axis.reach(), used * axis.length())) {
        innerSpan += axis.reach();
        used *= axis.length();
        split--;
      } else {
        long steps = (WINDOW - innerSpan) / axis.stride() + 1;
        splitSteps = fits(innerSpan + (steps - 1) * axis.stride(), used * steps) ? steps : 1;
      }
    }
  }

  private static boolean fits(long span, long used) {
    return span <= WINDOW && span <= SPARSEST * used;
  }

  /** Returns whether a step along an axis leads back behind what the axes inside it reach. */
  private boolean readsBackwards() {
    long reach = 0;
    for (int i = axes.size() - 1; i >= 0; i--) {
      if (i < split && axes.get(i).stride() <= reach) {
        return true;
      }
      reach += axes.get(i).reach();
    }
    return false;
  }

  private void outer(int depth, long from, long to) {
    if (split == 0) {
      window(from, 1, to);
      return;
    }
    Axis axis = axes.get(depth);
    long steps = depth == split - 1 ? splitSteps : 1;
    for (long i = 0; i < axis.length(); i += steps) {
      long next = from + i * axis.stride();
      long place = to + i * axis.place();
      if (depth == split - 1) {
        window(next, Math.min(steps, axis.length() - i), place);
      } else {
        outer(depth + 1, next, place);
      }
    }
  }

  private void window(long from, long steps, long to) {
    long stride = split == 0 ? 0 : axes.get(split - 1).stride();
    target.decodeWindow(stored.read(from, (int) (innerSpan + (steps - 1) * stride)));
    if (walk.isEmpty() || walkSteps != steps) {
      planWalk(steps);
    }
    scatter(0, 0, (int) to);
  }

  /** Orders the axes of a window by their places, so that the array is written in runs. */
  private void planWalk(long steps) {
    walkSteps = steps;
    walk.clear();
    walk.addAll(axes.subList(split, axes.size()));
    if (split > 0) {
      Axis axis = axes.get(split - 1);
      walk.add(new Axis(steps, axis.stride(), axis.place()));
    }
    walk.sort(Comparator.comparing(axis -> -axis.place()));
  }

  private void scatter(int depth, int from, int to) {
    Axis axis = walk.get(depth);
    int step = (int) axis.stride();
    int placeStep = (int) axis.place();
    if (depth == walk.size() - 1) {
      target.scatter(new Run(from, step, to, placeStep, (int) axis.length()));
      return;
    }
    for (int i = 0; i < axis.length(); i++) {
      scatter(depth + 1, from + i * step, to + i * placeStep);
    }
  }
}
