package dev.triptych.worker.runs;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pictures of a portrait by the angle they were looked at from, in the order in which they were
 * made; each map is empty until its pictures are.
 *
 * @param source the plain face
 * @param edited the few-shot dataset
 * @param novel the portrait
 */
public record PortraitPictures(
    Map<ViewAngle, ArtifactRef> source,
    Map<ViewAngle, ArtifactRef> edited,
    Map<ViewAngle, ArtifactRef> novel) {
  public PortraitPictures {
    source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    edited = Collections.unmodifiableMap(new LinkedHashMap<>(edited));
    novel = Collections.unmodifiableMap(new LinkedHashMap<>(novel));
  }

  /**
   * What there is by now.
   *
   * @param records of the stages behind one portrait; of a stage that ran again, the last counts
   * @throws DamagedDocument if the rendering's kept result cannot be understood
   * @throws CorruptArtifact if the dataset's manifest is gone or cannot be understood
   */
  public static PortraitPictures of(ArtifactStore store, List<StageRecord> records) {
    List<ViewPair> pairs =
        last(records, Stage.ASSEMBLE_DATASET)
            .flatMap(record -> record.output(OutputName.MANIFEST))
            .map(output -> DatasetManifest.read(store, output.ref(DatasetManifest.MEDIA_TYPE)))
            .map(DatasetManifest::pairs)
            .orElse(List.of());
    List<View> views =
        last(records, Stage.RENDER_PORTRAIT)
            .flatMap(record -> new KeptResults(store).result(record, ViewSet.class))
            .map(ViewSet::views)
            .orElse(List.of());
    return new PortraitPictures(
        byAngle(pairs, ViewPair::angle, ViewPair::source),
        byAngle(pairs, ViewPair::angle, ViewPair::edited),
        byAngle(views, View::angle, View::image));
  }

  private static Optional<StageRecord> last(List<StageRecord> records, Stage stage) {
    return records.stream()
        .filter(record -> record.stage() == stage && !record.outputs().isEmpty())
        .reduce((first, second) -> second);
  }

  private static <T> Map<ViewAngle, ArtifactRef> byAngle(
      List<T> made, Function<T, ViewAngle> angle, Function<T, ArtifactRef> picture) {
    Map<ViewAngle, ArtifactRef> pictures = new LinkedHashMap<>();
    made.forEach(each -> pictures.put(angle.apply(each), picture.apply(each)));
    return pictures;
  }
}
