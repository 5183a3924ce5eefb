package dev.triptych.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Guesses when the training of a prior set will end from its pace of late: kept steps at its start
 * do not count. The steps' weights are those of the very recipe that is trained.
 */
public final class TrainingEta {
  private static final Duration WINDOW = Duration.ofSeconds(90);
  private static final Duration ENOUGH = Duration.ofSeconds(8);

  private record Sample(Instant at, double fraction) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Tells how far the launch is, 0 to 1. */
  public void update(Instant now, double fraction) {
    samples.addLast(new Sample(now, fraction));
    while (samples.size() > 2 && samples.getFirst().at().plus(WINDOW).isBefore(now)) {
      samples.removeFirst();
    }
  }

  /** Time to go after the last update; empty while there is too little to tell. */
  public Optional<Duration> remaining() {
    if (samples.size() < 2) {
      return Optional.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    Duration passed = Duration.between(first.at(), last.at());
    double gained = last.fraction() - first.fraction();
    if (passed.compareTo(ENOUGH) < 0 || gained <= 0) {
      return Optional.empty();
    }
    double seconds = passed.toMillis() / 1e3 * (1 - last.fraction()) / gained;
    return Optional.of(Duration.ofSeconds(Math.round(seconds)));
  }
}
