package dev.triptych.cli.datasets;

import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.database.StyleDatabase;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All datasets of a run, one page of a database at a time. */
final class RunDatasets {
  private final ArtifactStore store;
  private final RunStages stages;
  private final SortedMap<String, IdentitySpec> ids; // and whose face they have

  RunDatasets(ArtifactStore store, RunFolder folder) {
    this.store = store;
    this.stages = folder.stages();
    ExperimentSpec spec = folder.spec();
    this.ids = new TreeMap<>();
    for (Cell cell : spec.cells()) {
      ids.computeIfAbsent(spec.datasetId(cell), id -> spec.settings(cell).identity());
    }
  }

  /** Ids of those that are not made yet. */
  List<String> missing() {
    return ids.keySet().stream().filter(id -> manifest(id).isEmpty()).toList();
  }

  /** Tells of every head, dataset by dataset. */
  void forEach(Consumer<Head> heads) {
    ids.forEach((id, face) -> manifest(id).ifPresent(manifest -> read(id, face, manifest, heads)));
  }

  private Optional<ArtifactRef> manifest(String id) {
    List<StageRecord> records = stages.part(id);
    return find(records, Stage.ASSEMBLE_DATABASE, StyleDatabase.MEDIA_TYPE)
        .or(() -> find(records, Stage.ASSEMBLE_DATASET, "application/json"));
  }

  private static Optional<ArtifactRef> find(
      List<StageRecord> records, Stage stage, String mediaType) {
    return records.stream()
        .filter(record -> record.stage() == stage)
        .flatMap(record -> record.output(OutputName.MANIFEST).stream())
        .reduce((first, second) -> second)
        .map(output -> output.ref(mediaType));
  }

  private void read(String id, IdentitySpec face, ArtifactRef manifest, Consumer<Head> heads) {
    if (!DatabaseManifest.is(manifest)) {
      heads.accept(new Head(id, 0, face, false, DatasetManifest.read(store, manifest)));
      return;
    }
    for (Page page : DatabaseManifest.get(store, manifest).pages()) {
      List<PageLine> lines = DatabaseManifest.page(store, page);
      boolean several = lines.size() > 1;
      for (PageLine line : lines) {
        int identity = line.member().identity();
        String part = id + "/" + page.slug() + (several ? "/" + identity : "");
        heads.accept(new Head(part, identity, face, line.member().heldOut(), line.data()));
      }
    }
  }
}
