package dev.triptych.models.checkpoints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pickle machine's stack with its marks. */
final class PickleStack {
  private final List<Pickled> values = new ArrayList<>();
  private int[] marks = new int[8];
  private int marked;

  void push(Pickled value) {
    values.add(value);
  }

  void mark() {
    if (marked == marks.length) {
      marks = Arrays.copyOf(marks, 2 * marked);
    }
    marks[marked++] = values.size();
  }

  Pickled top() throws Malformed {
    if (values.size() <= floor()) {
      throw empty();
    }
    return values.get(values.size() - 1);
  }

  Pickled pop() throws Malformed {
    Pickled top = top();
    values.remove(values.size() - 1);
    return top;
  }

  /** The uppermost {@code count}, the lowest of them first. */
  List<Pickled> pop(int count) throws Malformed {
    if (values.size() - count < floor()) {
      throw empty();
    }
    return cut(values.size() - count);
  }

  /** All above the last mark, the lowest of them first, and the mark. */
  List<Pickled> popToMark() throws Malformed {
    if (marked == 0) {
      throw empty();
    }
    return cut(marks[--marked]);
  }

  private List<Pickled> cut(int from) {
    List<Pickled> upper = values.subList(from, values.size());
    List<Pickled> copy = List.copyOf(upper);
    upper.clear();
    return copy;
  }

  private int floor() {
    return marked == 0 ? 0 : marks[marked - 1];
  }

  private static Malformed empty() {
    return new Malformed("its pickle takes more from the stack than lies there");
  }
}
