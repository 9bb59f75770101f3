package org.monosem.harvest.cache;

import java.util.Arrays;
import java.util.List;
import org.monosem.core.random.Seed;

/**
 * The order in which a stream visits the rows of a cache: a pure function of the seed, the shards'
 * sizes and how many shards are mixed.
 *
 * <p>In each pass the shards are permuted and taken some at a time: a window. The rows of a window
 * are permuted together.
 */
final class ReadingOrder {
  private final Seed seed;
  private final int[] shardRows;
  private final int mixed;
  private final long rows;

  ReadingOrder(Seed seed, List<ShardEntry> shards, int mixed) {
    this.seed = seed;
    this.shardRows = shards.stream().mapToInt(ShardEntry::rows).toArray();
    this.mixed = mixed;
    this.rows = shards.stream().mapToLong(ShardEntry::rows).sum();
  }

  /**
   * One window of the endless sequence.
   *
   * @param pass the pass it belongs to
   * @param window its number within the pass
   * @param shards the shards in it
   * @param rows how many rows they hold together
   */
  record Window(long pass, int window, List<Integer> shards, int rows) {}

  /**
   * A row of the endless sequence.
   *
   * @param window the window it lies in
   * @param row how many rows of that window come before it
   */
  record Place(Window window, int row) {}

  /** Finds a row of the endless sequence. */
  Place find(long row) {
    long rest = row % rows;
    Window window = window(row / rows, 0);
    while (rest >= window.rows()) {
      rest -= window.rows();
      window = after(window);
    }
    return new Place(window, (int) rest);
  }

  /** Returns the window that follows another. */
  Window after(Window window) {
    boolean last = (window.window() + 1L) * mixed >= shardRows.length;
    return last ? window(window.pass() + 1, 0) : window(window.pass(), window.window() + 1);
  }

  /** Returns the order of a window's rows; rows are numbered through its shards. */
  int[] rows(Window window) {
    return seed.named("rows").at(window.pass()).at(window.window()).permutation(window.rows());
  }

  private Window window(long pass, int number) {
    int[] order = seed.named("shards").at(pass).permutation(shardRows.length);
    int begin = number * mixed;
    int end = Math.min(begin + mixed, order.length);
    List<Integer> shards = Arrays.stream(order, begin, end).boxed().toList();
    int count = shards.stream().mapToInt(shard -> shardRows[shard]).sum();
    return new Window(pass, number, shards, count);
  }
}
