package dev.triptych.cli.console;

import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.stage.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and states as people read them. */
public final class Words {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NONE = "–";

  private Words() {}

  /** {@code 0.868 ± 0.021}. */
  public static String score(@Nullable MeanStd score) {
    return score == null
        ? NONE
        : String.format(Locale.ROOT, "%s ± %.3f", signed(score.mean()), score.std());
  }

  /** {@code 0.868}, {@code −0.152}: with a minus sign rather than a hyphen. */
  public static String signed(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replace('-', '−');
  }

  /** {@code 0.04}, {@code 7.2}, {@code 83}: three figures at most. */
  public static String seconds(double seconds) {
    int decimals = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", seconds);
  }

  /** {@code 12 s}, {@code 3 min 05 s}, {@code 1 h 02 min}. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  /** How long ago something was: {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 days}. */
  public static String age(Duration age) {
    if (age.toHours() >= 48) {
      return age.toDays() + " days";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }

  /** {@code 2026-01-31 12:05 UTC}. */
  public static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** {@code 1.2 MB}. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** What became of a run, for a sentence that ends the page's heading. */
  public static String state(State state) {
    return switch (state) {
      case PENDING -> "waiting";
      case RUNNING -> "still running";
      case DONE -> "finished";
      case FAILED -> "some failed";
      case CANCELLED -> "cancelled";
    };
  }
}
