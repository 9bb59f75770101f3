package org.monosem.core.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stack and the memo of the machine that pickles are written for. */
final class PickleStack {
  /** Marks open at once; real pickles nest their containers far less deeply. */
  static final int MAX_MARKS = 1_000;

  private final PickleInput input;
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, @Nullable Object> memo = new HashMap<>();

  PickleStack(PickleInput input) {
    this.input = input;
  }

  void push(@Nullable Object value) {
    values.add(value);
  }

  @Nullable Object pop() {
    requireOne();
    return values.remove(values.size() - 1);
  }

  @Nullable Object top() {
    requireOne();
    return values.get(values.size() - 1);
  }

  void mark() {
    if (marks.size() == MAX_MARKS) {
      throw input.broken("expected at most " + MAX_MARKS + " open marks, got more");
    }
    marks.add(values.size());
  }

  /** Removes the values above the last mark, and the mark. */
  List<@Nullable Object> popToMark() {
    if (marks.isEmpty()) {
      throw input.broken("expected a mark, got none");
    }
    List<@Nullable Object> above = values.subList(marks.remove(marks.size() - 1), values.size());
    List<@Nullable Object> taken = new ArrayList<>(above);
    above.clear();
    return taken;
  }

  /** Removes the uppermost values, and returns them in the order they came. */
  List<@Nullable Object> pop(int count) {
    List<@Nullable Object> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(0, pop());
    }
    return taken;
  }

  void put(long key) {
    memo.put(key, top());
  }

  void memoize() {
    put(memo.size());
  }

  @Nullable Object get(long key) {
    if (!memo.containsKey(key)) {
      throw input.broken("expected something under memo key " + key + ", got nothing");
    }
    return memo.get(key);
  }

  boolean isEmpty() {
    return values.isEmpty() && marks.isEmpty();
  }

  private void requireOne() {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (values.size() <= floor) {
      throw input.broken("expected a value on the stack, got none");
    }
  }
}
