package dev.triptych.cli.progress;

import dev.triptych.cli.console.Words;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A line when something has changed, at most one every few seconds: for logs and pipes. */
final class LineView implements ProgressView {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final Clock clock;
  private Instant next = Instant.MIN;
  private String last = "";

  LineView(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void show(Overview overview, Optional<Duration> remaining) {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    String tasks =
        overview.tasks().stream()
            .map(task -> task.name() + " " + task.step())
            .collect(Collectors.joining(", "));
    String line =
        String.format(Locale.ROOT, "%3d %%", Math.round(100 * overview.fraction()))
            + ", "
            + overview.done()
            + " of "
            + overview.total()
            + " "
            + overview.unit()
            + (overview.failed() > 0 ? " (" + overview.failed() + " failed)" : "")
            + (tasks.isEmpty() ? "" : "; " + tasks)
            + overview.notes().stream().map(note -> "; " + note).collect(Collectors.joining());
    if (!line.equals(last)) {
      last = line;
      next = now.plus(PAUSE);
      String eta =
          remaining
              .map(left -> "; about " + Words.duration((double) left.toSeconds()) + " left")
              .orElse("");
      out.println(line + eta);
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
