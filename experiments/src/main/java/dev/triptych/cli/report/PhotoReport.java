package dev.triptych.cli.report;

import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The photo that a run's face comes from, beside the face.
 *
 * @param file name of the photo, without its folder
 * @param photo its head, as a URL that holds the picture
 * @param face what was found, likewise, seen from where the photo shows it
 * @param seenFrom that direction, in words
 * @param likeness to the photo, by what is compared: the average face first, where the search began
 */
public record PhotoReport(
    String file,
    String photo,
    String face,
    String seenFrom,
    Map<String, InvertedPhoto.Likeness> likeness) {
  private static final String PNG = "face.png";

  /** Of a run whose cells have these records; empty while nothing was found yet. */
  static Optional<PhotoReport> of(PhotoSpec photo, List<StageRecord> records, ArtifactStore store) {
    KeptResults kept = new KeptResults(store);
    return records.stream()
        .filter(record -> record.stage() == Stage.INVERT_PHOTO && record.state() == State.DONE)
        .findFirst()
        .flatMap(record -> kept.result(record, InvertedPhoto.class))
        .map(found -> of(photo, found, store));
  }

  private static PhotoReport of(PhotoSpec photo, InvertedPhoto found, ArtifactStore store) {
    Map<String, InvertedPhoto.Likeness> likeness = new LinkedHashMap<>();
    likeness.put("the average face", found.average());
    likeness.put("the face that was found", found.found());
    return new PhotoReport(
        photo.file().substring(photo.file().lastIndexOf('/') + 1),
        PageParts.inline(PNG, store.get(found.photo())),
        PageParts.inline(PNG, store.get(found.rendered())),
        String.format(
                Locale.ROOT,
                "pitch %.1f°, yaw %.1f°",
                found.seenFrom().pitch(),
                found.seenFrom().yaw())
            .replace('-', '−'),
        likeness);
  }
}
