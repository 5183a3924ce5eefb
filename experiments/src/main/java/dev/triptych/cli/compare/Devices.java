package dev.triptych.cli.compare;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Maker;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where the long steps of runs ran. */
final class Devices {
  private static final Set<Stage> LONG = Set.of(Stage.EDIT_VIEW, Stage.INVERT, Stage.FINE_TUNE);

  private Devices() {}

  /** For people: {@code cpu (AMD EPYC)}; what earlier versions kept does not say. */
  static Set<String> of(ArtifactStore store, List<RunEntry> runs) {
    Set<String> documents = new HashSet<>();
    for (RunEntry run : runs) {
      List<CellStatus> cells =
          new RunFolder(store, run.run()).status().map(RunStatus::cells).orElse(List.of());
      for (CellStatus cell : cells) {
        for (StageRecord stage : cell.stages()) {
          String key = stage.key();
          if (key != null && LONG.contains(stage.stage())) {
            documents.add(StoreLayout.stage(stage.stage(), key));
          }
        }
      }
    }
    Set<String> devices = new TreeSet<>();
    for (String document : documents) {
      Maker maker = maker(store, document);
      devices.add(
          maker == null ? "an unknown device" : maker.device() + " (" + maker.processor() + ")");
    }
    return devices;
  }

  private static @Nullable Maker maker(ArtifactStore store, String document) {
    try {
      return store
          .read(document)
          .map(json -> Json.parse(json, KeptStage.class).maker())
          .orElse(null);
    } catch (UncheckedIOException e) {
      return null; // damaged
    }
  }
}
