package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.ColourDifference;
import dev.triptych.worker.live.LiveRenderer;
import dev.triptych.worker.live.Look;
import dev.triptych.worker.live.Subject;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.Comparison.Outcome;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.TunedPhoto;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.PhotoTuning;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.tracking.CellOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A photo's face, from the spec to the scores; without a training, which is as of any face. */
class PhotoRunTest {
  private static final int SIDE = 64;
  private static final PhotoTuning TUNING = new PhotoTuning(3, .01, null);

  @TempDir static Path folder;
  private static TinyRuns runs;
  private static FolderStore store;
  private static ExperimentResult result;

  @BeforeAll
  static void runOnce() throws IOException {
    runs = new TinyRuns(folder);
    store = FolderStore.open(folder.resolve("data"));
    result = runs.run(store, new Journal(store), "run-1", spec(picture(store)));
  }

  /** A face from dark to bright, as a photo's head in the store. */
  private static ArtifactRef picture(FolderStore store) {
    int[] levels = new int[3 * SIDE * SIDE];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 40 + 3 * (i / 3 % SIDE);
    }
    return new Pictures(store)
        .put(Image.ofLevels(levels, SIDE, SIDE, Image.Range.SIGNED), "a head");
  }

  private static ExperimentSpec spec(ArtifactRef picture) {
    Map<String, JsonNode> edits =
        Map.of(
            "method", TextNode.valueOf(Method.PER_VIEW_EDIT.name()),
            "inversion.steps", new IntNode(TinyRuns.STEPS),
            "inversion.poseSteps", new IntNode(1),
            "inversion.checkpointEvery", new IntNode(2));
    PhotoSpec photo = new PhotoSpec("me.jpg", null, null, null, 4., -6., TUNING, picture);
    return TinyRuns.spec(
            List.of("an elf"),
            new TinyRuns.Size(1, 2, 2, TinyRuns.STEPS, List.of()),
            new Variant("edits", new TreeMap<>(edits)))
        .with(IdentitySpec.paper().with(photo));
  }

  private static List<StageRecord> stages() {
    return new RunStages(store, "run-1")
        .behind(spec(picture(store)).cells().get(0), spec(picture(store)));
  }

  private static InvertedPhoto found() {
    return kept(Stage.INVERT_PHOTO, InvertedPhoto.class);
  }

  private static TunedPhoto tuned() {
    return kept(Stage.TUNE_PHOTO, TunedPhoto.class);
  }

  private static <T extends StageResult> T kept(Stage stage, Class<T> type) {
    StageRecord record =
        stages().stream().filter(r -> r.stage() == stage).findFirst().orElseThrow();
    return new KeptResults(store).result(record, type).orElseThrow();
  }

  @Test
  void theFaceOfThePhotoIsTakenInPlaceOfASampledOne() {
    assertThat(result.cells()).extracting(CellOutcome::failure).containsOnlyNulls();
    assertThat(stages())
        .extracting(StageRecord::stage)
        .contains(
            Stage.INVERT_PHOTO,
            Stage.TUNE_PHOTO,
            Stage.RENDER_VIEWS,
            Stage.EDIT_VIEW,
            Stage.EVALUATE)
        .doesNotContain(Stage.SAMPLE_IDENTITY);
  }

  @Test
  void photoAndFaceAreKeptAtTheSizeOfTheGan() {
    Pictures pictures = new Pictures(store);
    Image photo = pictures.get(found().photo());
    int side = photo.width();
    assertThat(photo.levels()).isEqualTo(pictures.get(picture(store)).shrunk(side).levels());
    assertThat(pictures.get(found().rendered()).width()).isEqualTo(side);
  }

  @Test
  void itsLikenessIsMeasuredAgainstTheAverageFace() {
    InvertedPhoto.Likeness before = found().average();
    InvertedPhoto.Likeness after = found().found();
    assertThat(before).isNotEqualTo(after);
    assertThat(List.of(before.l1(), after.l1())).allMatch(l1 -> l1 > 0 && l1 < 1);
    assertThat(List.of(before.clip(), after.clip())).allMatch(clip -> Math.abs(clip) <= 1.0001);
    assertThat(List.of(before.lpips(), after.lpips())).allMatch(lpips -> lpips > 0);
  }

  @Test
  void allThatFollowsIsOfTheTunedHead() {
    ViewSet views = kept(Stage.RENDER_VIEWS, ViewSet.class);
    Image frontal = new Pictures(store).get(view(views));
    Image tuned = frontal(tuned().latent());

    for (int i = 0; i < frontal.levels().length; i++) { // with others or alone, sums differ
      assertThat(tuned.levels()[i]).isCloseTo(frontal.levels()[i], within(1));
    }
    assertThat(ColourDifference.of(frontal, frontal(found().latent()))).isGreaterThan(.01);
    assertThat(tuned().tuned()).isNotEqualTo(found().found());
    assertThat(stages())
        .filteredOn(record -> record.stage() == Stage.ASSEMBLE_DATASET)
        .extracting(
            record ->
                DatasetManifest.read(
                        store, record.output(OutputName.MANIFEST).orElseThrow().ref("text/plain"))
                    .latent())
        .containsOnly(tuned().latent());
  }

  private static ArtifactRef view(ViewSet views) {
    return views.views().stream()
        .filter(view -> view.angle().equals(ViewAngle.FRONTAL))
        .findFirst()
        .orElseThrow()
        .image();
  }

  /** A plain face as the live view has it. */
  private static Image frontal(ArtifactRef latent) {
    LiveRenderer.Gaze front = new LiveRenderer.Gaze(AngleMode.TRUE, ViewAngle.FRONTAL, 1);
    try (LiveRenderer renderer =
        new LiveRenderer(store, runs.load(), runs.priors(), Device.cpu(), 0)) {
      return renderer.render(new Subject.Plain(latent), front, Look.COLOUR, renderer.rays());
    }
  }

  @Test
  void isMadeOnceMoreToTheSameBits(@TempDir Path beside) {
    List<Comparison> compared = OnceMore.compare(store, "run-1", 10, beside, runs);
    assertThat(compared)
        .extracting(Comparison::stage)
        .contains(Stage.INVERT_PHOTO, Stage.TUNE_PHOTO);
    assertThat(compared).extracting(Comparison::outcome).containsOnly(Outcome.SAME_BITS);
  }
}
