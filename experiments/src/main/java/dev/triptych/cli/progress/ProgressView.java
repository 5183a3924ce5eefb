package dev.triptych.cli.progress;

import dev.triptych.cli.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Shows how a launch goes. */
public interface ProgressView extends AutoCloseable {
  /**
   * @param remaining time to go, if it can be told
   */
  void show(Overview overview, Optional<Duration> remaining);

  /** Leaves the cursor below what was shown. */
  @Override
  void close();

  /** Bars on a terminal, and else a line now and then. */
  static ProgressView on(Console console, Clock clock) {
    return console.terminal() ? new BarView(console) : new LineView(console.err(), clock);
  }
}
