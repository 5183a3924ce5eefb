package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What sleeping workers wrote down of their edits; times in milliseconds. */
final class EditDiary {
  private static final double MILLIS = 1e3;

  private record Entry(
      int worker, int views, long scheduled, long handedOut, long began, long ended) {
    static Entry of(String line) {
      String[] fields = line.split(",");
      return new Entry(
          Integer.parseInt(fields[0]),
          Integer.parseInt(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[4]),
          Long.parseLong(fields[5]));
    }
  }

  private final List<Entry> entries;

  private EditDiary(List<Entry> entries) {
    this.entries = entries;
  }

  static EditDiary read(Path file) {
    try {
      return new EditDiary(Files.readAllLines(file).stream().skip(1).map(Entry::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int edits() {
    return entries.stream().mapToInt(Entry::views).sum();
  }

  /** From the first edit that was scheduled to the last that ended. */
  double seconds() {
    long first = entries.stream().mapToLong(Entry::scheduled).min().orElseThrow();
    long last = entries.stream().mapToLong(Entry::ended).max().orElseThrow();
    return (last - first) / MILLIS;
  }

  /** Share of so many slots' time in which edits ran, from 0 to 1. */
  double busy(int slots) {
    double asleep = entries.stream().mapToLong(edit -> edit.ended() - edit.began()).sum() / MILLIS;
    return asleep / slots / seconds();
  }

  /** How long steps were in their queue; a queue that is kept full makes them wait for slots. */
  List<Long> inQueue() {
    return sorted(entries.stream().mapToLong(edit -> edit.handedOut() - edit.scheduled()));
  }

  /** From the end of a step to the beginning of the next in a worker of one slot. */
  List<Long> betweenSteps() {
    Map<Integer, Long> ended = new TreeMap<>();
    List<Long> gaps = new ArrayList<>();
    entries.stream()
        .sorted(Comparator.comparingLong(Entry::began))
        .forEach(
            edit -> {
              Long before = ended.put(edit.worker(), edit.ended());
              if (before != null) {
                gaps.add(edit.began() - before);
              }
            });
    return sorted(gaps.stream().mapToLong(Long::longValue));
  }

  private static List<Long> sorted(LongStream millis) {
    return millis.boxed().sorted().toList();
  }

  /**
   * @param sorted ascending
   * @param share 0.5 for the median
   * @return 0 if there are none
   */
  static long quantile(List<Long> sorted, double share) {
    int at = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, at));
  }
}
