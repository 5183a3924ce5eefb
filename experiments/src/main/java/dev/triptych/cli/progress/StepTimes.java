package dev.triptych.cli.progress;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the executions of a launch's steps have taken of late; remembers no more of a long launch.
 */
final class StepTimes {
  private static final int RECENT = 200; // executions that a median is taken of
  private static final int RECENT_OWNERS = 16; // datasets or portraits that tell how much is kept
  private static final int MIXTURE = RECENT_OWNERS * 128;
  private static final int KNOWN = 20_000; // executions that are told again while others run

  private final Map<String, Boolean> known =
      new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > KNOWN;
        }
      };
  private final Map<Stage, Deque<Double>> computed = new EnumMap<>(Stage.class);
  private final Map<Stage, Deque<Double>> kept = new EnumMap<>(Stage.class);
  private final Map<Stage, Deque<Boolean>> mixture = new EnumMap<>(Stage.class);
  private double work;

  /** Counts each execution that is done once, however often it is told of. */
  void add(Collection<StageRecord> records) {
    for (StageRecord record : records) {
      boolean one = record.key() != null; // else of many executions together
      if (one
          && record.state() == State.DONE
          && known.put(record.stage() + " " + record.key(), true) == null) {
        add(record);
      }
    }
  }

  private void add(StageRecord record) {
    push(record.cached() ? kept : computed, record.stage(), record.seconds(), RECENT);
    if (!record.cached()) {
      work += record.seconds();
    }
    // A resumed launch begins with what it had done; that tells nothing of what is left.
    if (measured()) {
      push(mixture, record.stage(), !record.cached(), MIXTURE);
    }
  }

  private static <T> void push(Map<Stage, Deque<T>> to, Stage stage, T value, int most) {
    Deque<T> recent = to.computeIfAbsent(stage, s -> new ArrayDeque<>());
    recent.addLast(value);
    if (recent.size() > most) {
      recent.removeFirst();
    }
  }

  /** Whether this launch has computed anything. */
  boolean measured() {
    return !computed.isEmpty();
  }

  /** Seconds of all executions that this launch has computed. */
  double work() {
    return work;
  }

  /** Seconds of one execution of {@code stage} that was computed; empty if none was. */
  OptionalDouble computed(Stage stage) {
    return median(computed.get(stage));
  }

  /** What executions of {@code stage} once took whose results were kept. */
  OptionalDouble kept(Stage stage) {
    return median(kept.get(stage));
  }

  /**
   * How many of the executions of late were computed and not taken from the store, 0 to 1.
   *
   * @param total executions of the stage for one dataset or portrait
   */
  double share(Stage stage, int total) {
    Deque<Boolean> all = mixture.getOrDefault(stage, new ArrayDeque<>());
    int count = Math.min(all.size(), RECENT_OWNERS * total);
    long own = all.stream().skip(all.size() - count).filter(each -> each).count();
    return count == 0 ? 1 : (double) own / count;
  }

  /** The first execution loads networks, which a mean would spread over all that are left. */
  private static OptionalDouble median(@Nullable Deque<Double> seconds) {
    if (seconds == null) {
      return OptionalDouble.empty();
    }
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return OptionalDouble.of(sorted[sorted.length / 2]);
  }
}
