package dev.triptych.worker.gc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.gc.Protection.Period;
import dev.triptych.worker.runs.Keeper;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectionTest {
  private static final String USED = "ab".repeat(32);
  private static final String UNUSED = "cd".repeat(32);
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir private Path folder;
  private ArtifactStore store;
  private Keeper keeper;
  private ArtifactRef used;
  private ArtifactRef unused;

  /** A month ago: a run that uses one edit, one that no run uses any more. */
  @BeforeEach
  void fill() throws IOException {
    store = FolderStore.open(folder);
    keeper = new Keeper(store);
    used = keeper.picture("used");
    unused = keeper.picture("unused");
    StageRecord record = keeper.keep(Stage.EDIT_VIEW, USED, Map.of(), new EditedView(used));
    keeper.keep(Stage.EDIT_VIEW, UNUSED, Map.of(), new EditedView(unused));
    new RunStages(store, "mine")
        .write(new RecordStagesRequest("mine", "an-elf-s0", State.DONE, List.of(record)));
    AgedStore.age(folder, Duration.ofDays(30));
  }

  private Collected collect(boolean dry, Period... unfinished) {
    Protection protection = new Protection(Instant.now().minus(WEEK), List.of(unfinished));
    return new GarbageCollection(store, protection, dry, progress -> {}).collect(List.of("mine"));
  }

  private boolean kept(String key) {
    return store.read("stages/edit-view/" + key + ".json").isPresent();
  }

  private boolean there(ArtifactRef ref) {
    return store.holds(ref.key(), ref.bytes());
  }

  @Test
  void freesWhatNoRunRefersTo() {
    Collected dry = collect(true);
    assertThat(kept(UNUSED) && there(unused)).as("only counted").isTrue();

    Collected collected = collect(false);

    assertThat(collected).isEqualTo(dry);
    assertThat(kept(UNUSED) || there(unused)).isFalse();
    assertThat(kept(USED) && there(used)).isTrue();
    assertThat(collected.freed().get(Kind.STAGES).objects()).isEqualTo(1);
    assertThat(collected.freed().get(Kind.BLOBS)).isEqualTo(new Amount(1, 6));
    assertThat(collected.kept().get(Kind.BLOBS)).isEqualTo(new Amount(1, 4));
    assertThat(collect(false).allFreed()).isEqualTo(Amount.NONE);
  }

  @Test
  void keepsWhatWasTakenOfLateWithAllThatItNames() {
    store.take("stages/edit-view/" + UNUSED + ".json");

    collect(false);

    assertThat(kept(UNUSED) && there(unused)).isTrue();
  }

  @Test
  void keepsWhatARunMayUseThatHasNotComeToItsEnd() throws IOException {
    String checkpoint = "checkpoints/fine-tune/" + UNUSED + "/step-000400.safetensors";
    store.write(checkpoint, "weights".getBytes(UTF_8));
    AgedStore.age(folder, Duration.ofDays(30));
    Instant then = Instant.now().minus(Duration.ofDays(30));

    collect(false, Period.of(then.minusSeconds(60), then.plusSeconds(60)));
    assertThat(kept(UNUSED) && there(unused)).isTrue();
    assertThat(store.read(checkpoint)).isPresent();

    collect(false, Period.of(then.plus(Duration.ofDays(2)), Instant.MAX));
    assertThat(kept(UNUSED) || there(unused)).isFalse();
    assertThat(store.read(checkpoint)).isEmpty();
  }

  @Test
  void keepsAResultThatNoRunNamesButWhoseArtefactsOneDoes() throws IOException {
    String behind = "ef".repeat(32);
    keeper.keep(Stage.EDIT_VIEW, behind, Map.of(), new EditedView(used));
    AgedStore.age(folder, Duration.ofDays(30));

    collect(false);

    assertThat(kept(behind)).isTrue();
  }

  @Test
  void freesTheClaimsOfTheDeadAndWhatWasSetAsideAndNothingOfTheUsers() throws IOException {
    String claim = "claims/fine-tune/" + UNUSED + ".json";
    store.write(claim, "{}".getBytes(UTF_8));
    Path aside = Files.createDirectories(folder.resolve(".triptych/corrupt")).resolve(USED);
    Files.writeString(aside, "torn");
    Path notes = Files.writeString(folder.resolve(used.key()).resolveSibling("notes.txt"), "mine");
    Path stray = Files.writeString(folder.resolve("stages/edit-view/notes.json"), "{}");
    AgedStore.age(folder, Duration.ofDays(30));
    String live = "claims/fine-tune/" + USED + ".json";
    store.write(live, "{}".getBytes(UTF_8));

    collect(false);

    assertThat(store.read(claim)).isEmpty();
    assertThat(store.read(live)).isPresent();
    assertThat(aside).doesNotExist();
    assertThat(notes).exists();
    assertThat(stray).exists();
  }

  @Test
  void leavesTrainingsOfPriorSets() throws IOException {
    ArtifactRef weights = keeper.picture("weights");
    keeper.keep(Stage.TRAIN_PRIOR, UNUSED, Map.of(), new EditedView(weights));
    String checkpoint = "checkpoints/train-prior/" + UNUSED + "/step-000400.safetensors";
    store.write(checkpoint, "weights".getBytes(UTF_8));
    AgedStore.age(folder, Duration.ofDays(300));

    collect(false);

    assertThat(there(weights)).isTrue();
    assertThat(store.read(checkpoint)).isPresent();
  }

  @Test
  void freesNothingIfADocumentOfARunIsDamaged() throws IOException {
    Path damaged = folder.resolve("runs/mine/stages/an-elf-s0.json");
    Files.writeString(damaged, "{\"stages\": [");
    Files.setLastModifiedTime(damaged, FileTime.from(Instant.EPOCH));

    assertThatThrownBy(() -> collect(false))
        .isInstanceOf(DamagedDocument.class)
        .hasMessageContaining("an-elf-s0.json");
    assertThat(kept(UNUSED) && there(unused)).isTrue();
  }
}
