package dev.triptych.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  private static final class HandClock extends Clock {
    Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void showsASignOfLifeEveryMinuteThoughNothingChanges(@TempDir Path data) {
    ExperimentSpec spec = ExperimentSpec.paper("one", "mannequin-64", List.of("an elf"));
    JsonNode resolved = Json.tree(spec);
    RunFolder folder = new RunFolder(FolderStore.open(data), "mine");
    folder.writeSpec("name: one", resolved);
    HandClock clock = new HandClock();
    StatusFile file = new StatusFile(folder, clock);
    ExperimentProgress progress = ExperimentProgress.pending("mine", spec);

    file.keep(progress);
    assertThat(folder.status().map(RunStatus::updated)).hasValue(START);
    clock.now = START.plus(Duration.ofSeconds(59));
    file.keep(progress);
    assertThat(folder.status().map(RunStatus::updated)).hasValue(START);
    clock.now = START.plus(Duration.ofSeconds(60));
    file.keep(progress);
    assertThat(folder.status().map(RunStatus::updated)).hasValue(clock.now);
    clock.now = START.plus(Duration.ofSeconds(61));
    file.close(progress, State.CANCELLED);
    assertThat(folder.status().map(RunStatus::updated)).hasValue(clock.now);
  }
}
