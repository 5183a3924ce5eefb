package dev.triptych.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.console.Console;
import dev.triptych.worker.errors.TriptychException.StorageUnwritable;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusWriterTest {
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, Map.of());
  private RunFolder folder;
  private StatusFile file;
  private ExperimentProgress progress;
  private Path status;

  @BeforeEach
  void begin(@TempDir Path data) {
    ExperimentSpec spec = ExperimentSpec.paper("one", "mannequin-64", List.of("an elf"));
    JsonNode resolved = Json.tree(spec);
    folder = new RunFolder(FolderStore.open(data), "mine");
    folder.writeSpec("name: one", resolved);
    file = new StatusFile(folder, Clock.systemUTC());
    progress = ExperimentProgress.pending("mine", spec);
    status = data.resolve("runs/mine/status.json");
  }

  /** As the watching does, until what was begun before has an end. */
  private void keepTwice(StatusWriter writer) {
    writer.keep(progress);
    writer.last(State.RUNNING, () -> null); // waits for it
  }

  @Test
  void warnsOnceOnAServiceAndWritesAgainWhenItCan() throws IOException {
    Path inTheWay = Files.createDirectories(status.resolve("x"));
    try (StatusWriter writer = new StatusWriter(file, true, console)) {
      keepTwice(writer);
      keepTwice(writer);
      assertThat(err.toString()).containsOnlyOnce("The run goes on, but its status cannot");
      assertThat(err.toString()).contains("status.json").doesNotContain("written again");

      Files.delete(inTheWay);
      Files.delete(status);
      keepTwice(writer);
    }

    assertThat(err.toString()).containsOnlyOnce("is written again");
    assertThat(folder.status()).isPresent();
  }

  @Test
  void endsWhatThisProcessRunsWhenItsStatusCanNeverBeWritten() throws IOException {
    Files.createDirectories(status.resolve("x"));
    try (StatusWriter writer = new StatusWriter(file, false, console)) {
      writer.keep(progress);

      assertThatThrownBy(() -> writer.last(State.DONE, () -> null))
          .isInstanceOf(StorageUnwritable.class);
    }
  }
}
