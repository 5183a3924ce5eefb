package dev.triptych.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCatalogTest {
  @TempDir private Path folder;

  private static String key(int number) {
    return "0".repeat(63) + number;
  }

  private static KeptStage keep(ArtifactStore store, int number, Object inputs) {
    KeptStage kept =
        new KeptStage(
            Stage.EDIT_VIEW,
            1,
            key(number),
            Json.tree(inputs),
            Json.tree(Map.of()),
            List.of(),
            1,
            "here",
            new TreeMap<>(),
            "2026-01-31T12:00:0" + number + "Z",
            null,
            null);
    store.write(StoreLayout.stage(Stage.EDIT_VIEW, key(number)), Json.bytes(kept));
    return kept;
  }

  private static void record(ArtifactStore store, String run, String part, int number) {
    StageRecord edit =
        new StageRecord(Stage.EDIT_VIEW, key(number), State.DONE, false, 1, List.of());
    new RunStages(store, run).write(new RecordStagesRequest(run, part, State.DONE, List.of(edit)));
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");
    ExperimentSpec spec = ExperimentSpec.paper("one", "mannequin-64", List.of("an elf"));
    PriorRef priors = new PriorRef("mannequin-64", "ab".repeat(32));
    new RunIndex(store).write(RunEntry.pending(run, spec, "digest", priors, false, noon));
  }

  @Test
  void looksAtNoMoreThanItsBoundAndFirstAtDatasetsOfTheSameName() {
    ArtifactStore store = FolderStore.open(folder);
    for (int i = 0; i < 6; i++) {
      keep(store, i, Map.of("tau", i));
    }
    record(store, "mine", "an-elf-s0", 5);
    record(store, "other", "a-clown-s0", 2);
    record(store, "other", "an-elf-s0", 3);
    try (KeptCatalog catalog = new KeptCatalog(store, "mine", 3)) {
      KeptCatalog.Candidates candidates = catalog.candidates(Stage.EDIT_VIEW);

      assertThat(candidates.total()).isEqualTo(6);
      assertThat(candidates.keys()).containsExactly(key(5), key(3), key(2));
      List<String> read = new ArrayList<>();
      catalog.forEach(Stage.EDIT_VIEW, candidates.keys(), kept -> read.add(kept.key()));
      assertThat(read).isEqualTo(candidates.keys());
    }
  }

  @Test
  void findsTheFewestDifferencesAndOfEqualOnesTheNewest() {
    ArtifactStore store = FolderStore.open(folder);
    keep(store, 0, Map.of("tau", .9, "steps", 20, "seed", 7));
    keep(store, 1, Map.of("tau", .8, "steps", 20, "seed", 7));
    keep(store, 2, Map.of("tau", .7, "steps", 10, "seed", 7));
    KeptStage sibling = keep(store, 3, Map.of("tau", .7, "steps", 20, "seed", 8));
    KeptStage made = keep(store, 5, Map.of("tau", .7, "steps", 20, "seed", 7));
    keep(store, 6, Map.of("tau", .7, "steps", 20, "seed", 7, "kept", "later"));
    Nearest nearest = new Nearest();
    nearest.add(made, Set.of(made.key(), sibling.key()));
    try (KeptCatalog catalog = new KeptCatalog(store, "mine")) {
      nearest.search(catalog, Stage.EDIT_VIEW);

      KeptStage found = nearest.of(made.key()).orElseThrow();
      assertThat(found.key()).isEqualTo(key(2));
      assertThat(new Differences(catalog).between(found, made))
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.input()).isEqualTo("steps");
                assertThat(difference.before()).isEqualTo("10");
                assertThat(difference.now()).isEqualTo("20");
              });
    }
  }
}
