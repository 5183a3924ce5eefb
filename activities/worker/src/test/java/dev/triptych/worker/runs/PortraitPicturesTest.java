package dev.triptych.worker.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortraitPicturesTest {
  private ArtifactStore store;
  private Keeper keeper;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    keeper = new Keeper(store);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void hasEveryAngleOfTheGridAsItWasAskedFor(int grid) {
    List<ViewAngle> angles = new ViewsSpec(grid, 20, 30, AngleMode.TRUE).list();

    PortraitPictures pictures = PortraitPictures.of(store, List.of(rendered("key", angles)));

    assertThat(pictures.novel().keySet()).containsExactlyElementsOf(angles);
    pictures
        .novel()
        .forEach((angle, picture) -> assertThat(picture).isEqualTo(picture("novel", angle)));
  }

  @Test
  void tellsAnglesApartThatHaveTheSameFileName() {
    List<ViewAngle> angles =
        List.of(ViewAngle.FRONTAL, new ViewAngle(0, 0.04), new ViewAngle(0, -0.02));

    PortraitPictures pictures = PortraitPictures.of(store, List.of(rendered("key", angles)));

    assertThat(pictures.novel()).hasSize(3);
    assertThat(pictures.novel().get(new ViewAngle(0, 0.04)))
        .isEqualTo(picture("novel", new ViewAngle(0, 0.04)));
  }

  @Test
  void hasTheDatasetsPairs() {
    ViewAngle above = new ViewAngle(30, -10);
    StageRecord dataset = dataset(AngleMode.TRUE, List.of(above, ViewAngle.FRONTAL));

    PortraitPictures pictures = PortraitPictures.of(store, List.of(dataset));

    assertThat(pictures.source())
        .containsExactly(
            entry(above, picture("source", above)),
            entry(ViewAngle.FRONTAL, picture("source", ViewAngle.FRONTAL)));
    assertThat(pictures.edited())
        .containsExactly(
            entry(above, picture("edited", above)),
            entry(ViewAngle.FRONTAL, picture("edited", ViewAngle.FRONTAL)));
    assertThat(pictures.novel()).isEmpty();
  }

  @Test
  void readsADatasetWhoseDirectionsMeantSomethingElse() {
    String now =
        new String(store.get(manifest(AngleMode.SAMPLER, List.of(ViewAngle.FRONTAL))), UTF_8);
    ArtifactRef then =
        store.put(now.replace(",\"anglesRevision\":2", "").getBytes(UTF_8), "application/json");
    assertThatThrownBy(() -> DatasetManifest.get(store, then)).isInstanceOf(CorruptArtifact.class);

    PortraitPictures pictures = PortraitPictures.of(store, List.of(assembled(then)));

    assertThat(pictures.source()).containsOnlyKeys(ViewAngle.FRONTAL);
  }

  @Test
  void takesTheLastRendering() {
    StageRecord first = rendered("first", List.of(ViewAngle.FRONTAL, new ViewAngle(0, 5)));
    StageRecord last = rendered("last", List.of(ViewAngle.FRONTAL));
    StageRecord failed =
        new StageRecord(Stage.RENDER_PORTRAIT, null, State.FAILED, false, 0, List.of());

    assertThat(PortraitPictures.of(store, List.of(first, last, failed)).novel())
        .containsOnlyKeys(ViewAngle.FRONTAL);
  }

  @Test
  void isEmptyBeforeAnythingIsMade() {
    assertThat(PortraitPictures.of(store, List.of()))
        .isEqualTo(new PortraitPictures(Map.of(), Map.of(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"stage\":\"render-portrait\",\"res", "null"})
  void complainsOfAKeptRenderingThatIsDamaged(String content) {
    StageRecord rendered = rendered("key", List.of(ViewAngle.FRONTAL));
    store.write(Keeper.document(Stage.RENDER_PORTRAIT, "key"), content.getBytes(UTF_8));

    assertThatThrownBy(() -> PortraitPictures.of(store, List.of(rendered)))
        .isInstanceOf(DamagedDocument.class)
        .hasMessageContaining("render-portrait")
        .hasMessageContaining("triptych resume");
  }

  @Test
  void complainsOfAManifestThatIsNone() {
    StageRecord dataset = assembled(store.put("[]".getBytes(UTF_8), "application/json"));

    assertThatThrownBy(() -> PortraitPictures.of(store, List.of(dataset)))
        .isInstanceOf(CorruptArtifact.class);
  }

  private StageRecord rendered(String key, List<ViewAngle> angles) {
    ViewSet views =
        new ViewSet(
            angles.stream().map(angle -> new View(angle, picture("novel", angle))).toList());
    return keeper.keep(Stage.RENDER_PORTRAIT, key, Map.of(), views);
  }

  private StageRecord dataset(AngleMode mode, List<ViewAngle> angles) {
    return assembled(manifest(mode, angles));
  }

  private StageRecord assembled(ArtifactRef manifest) {
    ArtifactRef frontal = picture("source", ViewAngle.FRONTAL);
    return keeper.keep(
        Stage.ASSEMBLE_DATASET, "key", Map.of(), new FewShotDataset(manifest, frontal, frontal, 1));
  }

  private ArtifactRef manifest(AngleMode mode, List<ViewAngle> angles) {
    List<ViewPair> pairs =
        angles.stream()
            .map(
                angle ->
                    new ViewPair(
                        angle.pitch(),
                        angle.yaw(),
                        picture("source", angle),
                        picture("edited", angle)))
            .toList();
    ArtifactRef latent = picture("latent", ViewAngle.FRONTAL);
    return new DatasetManifest("an elf", latent, mode, pairs).put(store);
  }

  private ArtifactRef picture(String what, ViewAngle angle) {
    return keeper.picture(what + angle);
  }
}
