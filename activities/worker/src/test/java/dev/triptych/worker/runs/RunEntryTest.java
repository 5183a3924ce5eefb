package dev.triptych.worker.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.json.Json;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunEntryTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String NOTED = "\"comparableWithPaper\":true,";
  private static final String ENTRY =
      "{\"run\":\"elves\",\"name\":\"elves\",\"specDigest\":\"ab\","
          + "\"priors\":{\"name\":\"faces\",\"digest\":\"cd\"},"
          + NOTED
          + "\"state\":\"running\",\"created\":\"2026-01-31T10:00:00Z\","
          + "\"started\":\"2026-01-31T11:00:00Z\",\"ended\":null,\"host\":\"here\",\"pid\":1,"
          + "\"cells\":3,\"finished\":1,\"service\":null}";

  private static RunEntry read(String json) {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8), RunEntry.class);
  }

  @Test
  void keepsWhetherItsScoresCompareWithThePaperAsItGoesOn() {
    RunEntry entry = read(ENTRY);
    assertThat(entry.comparableWithPaper()).isTrue();
    assertThat(read(Json.text(entry))).isEqualTo(entry);
    assertThat(entry.startedNow(NOON, null).comparableWithPaper()).isTrue();
    assertThat(entry.with(State.DONE, 3, NOON).comparableWithPaper()).isTrue();
  }

  @Test
  void readsRunsThatDidNotNoteItAsNotComparable() {
    assertThat(read(ENTRY.replace(NOTED, "")).comparableWithPaper()).isFalse();
  }
}
