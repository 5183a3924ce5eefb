package dev.triptych.worker.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReferencesTest {
  private static final String EDIT = "ab".repeat(32);
  private static final String ASSEMBLY = "cd".repeat(32);

  private ArtifactStore store;
  private Keeper keeper;
  private final Set<String> stages = new TreeSet<>();
  private final Set<String> artefacts = new TreeSet<>();

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    keeper = new Keeper(store);
  }

  private void collect(String run) {
    new RunReferences(store, run)
        .forEach(
            new RunReferences.Visitor() {
              @Override
              public void stage(Stage stage, String key) {
                stages.add(stage.slug() + "/" + key);
              }

              @Override
              public void artefact(ArtifactRef artefact) {
                artefacts.add(artefact.sha256());
              }
            });
  }

  private void record(String run, String part, StageRecord... records) {
    new RunStages(store, run)
        .write(new RecordStagesRequest(run, part, State.DONE, List.of(records)));
  }

  @Test
  void tellsOfStagesWithWhatTheirRequestsAndResultsName() {
    ArtifactRef source = keeper.picture("plain");
    ArtifactRef edited = keeper.picture("edited");
    record(
        "mine",
        "msmi-s0/an-elf/3",
        keeper.keep(Stage.EDIT_VIEW, EDIT, Map.of("source", source), new EditedView(edited)));
    record(
        "another",
        "a-clown-s0",
        new StageRecord(Stage.EDIT_VIEW, "ef".repeat(32), State.DONE, false, 1, List.of()));

    collect("mine");

    assertThat(stages).containsExactly("edit-view/" + EDIT);
    assertThat(artefacts).containsExactlyInAnyOrder(source.sha256(), edited.sha256());
  }

  @Test
  void tellsOfWhatAManifestNamesAlthoughTheStagesThatMadeItAreNotRecorded() {
    ArtifactRef latent = keeper.picture("w");
    ArtifactRef source = keeper.picture("plain");
    ArtifactRef edited = keeper.picture("edited");
    ArtifactRef manifest =
        new DatasetManifest(
                "an elf", latent, AngleMode.TRUE, List.of(new ViewPair(0, 0, source, edited)))
            .put(store);
    record(
        "mine",
        "an-elf-s0",
        keeper.keep(
            Stage.ASSEMBLE_DATASET,
            ASSEMBLY,
            Map.of(),
            new FewShotDataset(manifest, source, edited, 1)));

    collect("mine");

    assertThat(artefacts)
        .containsExactlyInAnyOrder(
            latent.sha256(), source.sha256(), edited.sha256(), manifest.sha256());
  }

  @Test
  void tellsOfAStageWhoseResultIsNotKeptAnyMore() {
    ArtifactRef edited = keeper.picture("edited");
    StageRecord kept = keeper.keep(Stage.EDIT_VIEW, EDIT, Map.of(), new EditedView(edited));
    record("mine", "an-elf-s0", kept);
    store.delete(Keeper.document(Stage.EDIT_VIEW, EDIT));

    collect("mine");

    assertThat(stages).containsExactly("edit-view/" + EDIT);
    assertThat(artefacts).containsExactly(edited.sha256());
  }

  @Test
  void tellsOfPicturesInJournalsAlsoBehindALineThatWasCutShort() {
    ArtifactRef shown = keeper.picture("shown");
    RunEvent event = new RunEvent.Linked("generator", shown);
    store.write(
        "runs/mine/cells/an-elf-ours-s0/journal.jsonl",
        ("{\"id\":\"linked/gen\n" + Json.text(Map.of("event", event)) + "\n").getBytes(UTF_8));

    collect("mine");

    assertThat(artefacts).containsExactly(shown.sha256());
  }

  @Test
  void refusesADocumentThatMayNameMoreThanCanBeRead() {
    store.write("runs/mine/stages/an-elf-s0.json", "{\"run\":\"mine\",\"st".getBytes(UTF_8));

    assertThatThrownBy(() -> collect("mine"))
        .isInstanceOf(DamagedDocument.class)
        .hasMessageContaining("an-elf-s0.json");
  }
}
