package dev.triptych.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.console.Console;
import dev.triptych.workflows.stage.Retry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final StringWriter text = new StringWriter();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void writesFewLinesIntoALog() {
    try (ProgressView view = new LineView(new PrintWriter(text), clock())) {
      view.show(overview(0.10, "edit-view 10/101"), Optional.empty());
      now = now.plusSeconds(1);
      view.show(overview(0.11, "edit-view 11/101"), Optional.empty());
      now = now.plusSeconds(5);
      view.show(overview(0.12, "edit-view 12/101"), Optional.of(Duration.ofSeconds(200)));
      now = now.plusSeconds(5);
      view.show(overview(0.12, "edit-view 12/101"), Optional.of(Duration.ofSeconds(190)));
    }

    assertThat(text.toString().lines())
        .containsExactly(
            " 10 %, 1 of 3 portraits; an-elf-ours-s0 edit-view 10/101",
            " 12 %, 1 of 3 portraits; an-elf-ours-s0 edit-view 12/101; about 3 min 20 s left");
  }

  @Test
  void tellsWhatIsTriedAgainOnceForAllThatFailAlike() {
    List<Retry> retries =
        List.of(
            new Retry("edit-view", 2, "The disk\nis away"),
            new Retry("edit-view", 3, "The disk is away"),
            new Retry("finish-cell", 2, "no answer"));
    Overview overview = overview(0.5, "edit-view 50/101").with(retries);

    assertThat(overview.notes())
        .containsExactly(
            "edit-view (2 of them), attempt 3: The disk is away",
            "finish-cell, attempt 2: no answer");
    try (ProgressView view = new LineView(new PrintWriter(text), clock())) {
      view.show(overview, Optional.empty());
    }
    assertThat(text.toString())
        .isEqualToIgnoringNewLines(
            " 50 %, 1 of 3 portraits; an-elf-ours-s0 edit-view 50/101; edit-view (2 of them),"
                + " attempt 3: The disk is away; finish-cell, attempt 2: no answer");
  }

  @Test
  void drawsWhatIsTriedAgainOnALineOfItsOwn() {
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(text),
            true,
            Map.of("COLUMNS", "100"));
    Retry retry = new Retry("edit-view", 2, "The disk is away ".repeat(9));
    try (ProgressView view = new BarView(console)) {
      view.show(overview(0.25, "edit-view 12/101").with(List.of(retry)), Optional.empty());

      List<String> drawn = List.of(text.toString().split("\n"));
      assertThat(visible(drawn.get(1))).startsWith("edit-view, attempt 2: The disk").endsWith("…");
      assertThat(drawn).allSatisfy(line -> assertThat(visible(line)).hasSizeLessThan(100));
    }
    assertThat(text.toString()).endsWith("\033[3A\r\033[J");
  }

  @Test
  void drawsABarForTheRunAndForEachRunningPortrait() {
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(text),
            true,
            Map.of("COLUMNS", "100"));
    try (ProgressView view = new BarView(console)) {
      view.show(overview(0.25, "edit-view 12/101"), Optional.of(Duration.ofSeconds(90)));

      List<String> drawn = List.of(text.toString().split("\n"));
      assertThat(drawn.get(0)).contains("an-elf-ours-s0", "50%", "edit-view 12/101");
      assertThat(drawn.get(1)).contains("Run", "25%", "0:01:30", "1/3 portraits");
      assertThat(drawn).allSatisfy(line -> assertThat(visible(line)).hasSizeLessThan(100));
    }
    assertThat(text.toString()).endsWith("\033[2A\r\033[J"); // nothing of it stays
  }

  private static String visible(String line) {
    return line.replaceAll("\033\\[[0-9;]*[A-Za-z]|\r", "");
  }

  private static Overview overview(double fraction, String step) {
    return new Overview(
        fraction, "portraits", 3, 1, 0, List.of(new Overview.Task("an-elf-ours-s0", 0.5, step)));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
