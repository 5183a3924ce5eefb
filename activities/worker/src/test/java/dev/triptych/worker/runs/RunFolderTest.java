package dev.triptych.worker.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.spec.Warning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private ArtifactStore store;
  private RunFolder folder;

  @BeforeEach
  void open(@TempDir Path data) {
    store = FolderStore.open(data);
    folder = new RunFolder(store, "mine");
  }

  @Test
  void readsRunsWithoutWarningsAndThoseWithSome() {
    assertThat(folder.warnings()).isEmpty();
    folder.writeWarnings(List.of(new Warning("styles[0]", "too long", "end")));
    assertThat(folder.warnings()).containsExactly(new Warning("styles[0]", "too long", "end"));
  }

  @Test
  void readsAStatusOfAnEarlierVersion() {
    String status =
        "{\"run\":\"mine\",\"state\":\"done\",\"spec\":{},\"cells\":[],\"report\":null}";
    store.write("runs/mine/status.json", status.getBytes(StandardCharsets.UTF_8));

    assertThat(folder.status())
        .hasValueSatisfying(
            read -> {
              assertThat(read.warnings()).isEmpty();
              assertThat(read.failure()).isNull();
              assertThat(Json.text(read)).contains("\"warnings\":[]");
            });
  }
}
