package dev.triptych.worker.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLayoutTest {
  private static final RunLayout ELVES = RunLayout.of("elves");

  /** Other programs and older runs know them by these names. */
  @Test
  void namesDocumentsAsEver() {
    assertThat(Arrays.stream(RunDocument.values()).map(ELVES::document))
        .containsExactly(
            "runs/elves/run.json",
            "runs/elves/spec.yaml",
            "runs/elves/resolved.json",
            "runs/elves/warnings.json",
            "runs/elves/status.json",
            "runs/elves/notice.json",
            "runs/elves/deleted.json",
            "runs/elves/report.html",
            "runs/elves/journal.jsonl",
            "runs/elves/again.json",
            "runs/elves/trace.json",
            "runs/elves/mlflow.json",
            "runs/elves/log.txt");
    assertThat(ELVES.folder()).isEqualTo("runs/elves");
    assertThat(ELVES.stages("an-elf-s0")).isEqualTo("runs/elves/stages/an-elf-s0.json");
    assertThat(ELVES.cell("an-elf-ours-s0").document(RunDocument.JOURNAL))
        .isEqualTo("runs/elves/cells/an-elf-ours-s0/journal.jsonl");
  }

  @Test
  void isNamedByItsFolder() {
    assertThat(ELVES.id()).isEqualTo("elves");
    assertThat(ELVES.cell("an-elf").id()).isEqualTo("elves/cells/an-elf");
    assertThat(new RunLayout("elves/cells/an-elf")).isEqualTo(ELVES.cell("an-elf"));
  }

  @ParameterizedTest
  @CsvSource({
    "runs/elves/run.json, elves",
    "runs/2026-01-31/run.json, 2026-01-31",
    "runs/एल्फ/run.json, एल्फ",
  })
  void findsTheRunOfAnEntry(String document, String run) {
    assertThat(RunLayout.runOfEntry(document)).hasValue(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/run.json",
        "runs//run.json",
        "runs/elves/run.json.old",
        "runs/elves/status.json",
        "runs/elves/stages/run.json",
        "runs/elves/cells/a/run.json",
        "stages/elves/run.json",
      })
  void takesNothingElseForAnEntry(String document) {
    assertThat(RunLayout.runOfEntry(document)).isEmpty();
  }

  @Test
  void findsTheCellOfADocument() {
    assertThat(ELVES.cellOf("runs/elves/cells/an-elf/journal.jsonl")).hasValue("an-elf");
    assertThat(ELVES.cellOf("runs/elves/cells/a-clown/images/1.png")).hasValue("a-clown");
    assertThat(ELVES.cellOf("runs/elves/cells/readme.txt")).isEmpty();
    assertThat(ELVES.cellOf("runs/elves/journal.jsonl")).isEmpty();
    assertThat(ELVES.cellOf("runs/elves-2/cells/an-elf/journal.jsonl")).isEmpty();
  }
}
