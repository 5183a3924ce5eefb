package dev.triptych.cli.progress;

import dev.triptych.cli.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows how far this process is with parts that take equally long. */
public final class Steps implements AutoCloseable {
  private static final double TELLING = .05; // of all parts: what the first took says little

  private final ProgressView view;
  private final Clock clock;
  private final Instant begin;
  private final String unit;
  private final int total;

  public Steps(Console console, Clock clock, String unit, int total) {
    this.view = ProgressView.on(console, clock);
    this.clock = clock;
    this.begin = clock.instant();
    this.unit = unit;
    this.total = total;
  }

  /** So many are done by now. */
  public void done(int count) {
    double fraction = (double) count / total;
    Optional<Duration> remaining =
        fraction < TELLING
            ? Optional.empty()
            : Optional.of(
                Duration.ofMillis(
                    Math.round(
                        Duration.between(begin, clock.instant()).toMillis()
                            * (1 - fraction)
                            / fraction)));
    view.show(new Overview(fraction, unit, total, count, 0, List.of()), remaining);
  }

  @Override
  public void close() {
    view.close();
  }
}
