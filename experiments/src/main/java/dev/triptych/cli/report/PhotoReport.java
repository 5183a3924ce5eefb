package dev.triptych.cli.report;

import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.TunedPhoto;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The photo that a run's face comes from, beside what was made of it.
 *
 * @param file name of the photo, without its folder
 * @param photo its head, as a URL that holds the picture
 * @param seenFrom from where it shows the head, in words
 * @param faces the average face first, where the search began
 */
public record PhotoReport(String file, String photo, String seenFrom, List<Face> faces) {
  private static final String PNG = "face.png";

  /**
   * A face on the way to the photo's.
   *
   * @param name in a word
   * @param explanation of what it is
   * @param picture from where the photo shows it, as a URL that holds it; null if none was kept
   * @param likeness to the photo
   */
  public record Face(
      String name, String explanation, @Nullable String picture, InvertedPhoto.Likeness likeness) {}

  /** Of a run whose cells have these records; empty while nothing was found yet. */
  static Optional<PhotoReport> of(PhotoSpec photo, List<StageRecord> records, ArtifactStore store) {
    return result(Stage.INVERT_PHOTO, InvertedPhoto.class, records, store)
        .map(
            found ->
                of(
                    photo,
                    found,
                    result(Stage.TUNE_PHOTO, TunedPhoto.class, records, store),
                    store));
  }

  private static <T extends StageResult> Optional<T> result(
      Stage stage, Class<T> type, List<StageRecord> records, ArtifactStore store) {
    KeptResults kept = new KeptResults(store);
    return records.stream()
        .filter(record -> record.stage() == stage && record.state() == State.DONE)
        .findFirst()
        .flatMap(record -> kept.result(record, type));
  }

  private static PhotoReport of(
      PhotoSpec photo, InvertedPhoto found, Optional<TunedPhoto> tuned, ArtifactStore store) {
    List<Face> faces = new ArrayList<>();
    faces.add(
        new Face("average", "the average face, where the search began", null, found.average()));
    faces.add(
        new Face(
            "found",
            "the face of the GAN that looks most like the photo",
            PageParts.inline(PNG, store.get(found.rendered())),
            found.found()));
    tuned.ifPresent(
        head ->
            faces.add(
                new Face(
                    "tuned",
                    "the face after the GAN was tuned to the photo",
                    PageParts.inline(PNG, store.get(head.rendered())),
                    head.tuned())));
    return new PhotoReport(
        photo.file().substring(photo.file().lastIndexOf('/') + 1),
        PageParts.inline(PNG, store.get(found.photo())),
        String.format(
                Locale.ROOT,
                "pitch %.1f°, yaw %.1f°",
                found.seenFrom().pitch(),
                found.seenFrom().yaw())
            .replace('-', '−'),
        faces);
  }
}
