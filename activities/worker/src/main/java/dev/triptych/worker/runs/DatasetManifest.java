package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few-shot dataset D_s as an artefact.
 *
 * @param latent w of the identity
 * @param angles how the views' angles became cameras
 * @param anglesRevision of the meaning of {@code angles}; null for the first
 */
public record DatasetManifest(
    String style,
    ArtifactRef latent,
    AngleMode angles,
    List<ViewPair> pairs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer anglesRevision) {
  static final String MEDIA_TYPE = "application/json";

  public DatasetManifest {
    pairs = List.copyOf(pairs);
  }

  public DatasetManifest(String style, ArtifactRef latent, AngleMode angles, List<ViewPair> pairs) {
    this(style, latent, angles, pairs, angles.revision());
  }

  /**
   * A dataset to look at, also one whose directions meant something else when it was made.
   *
   * @throws CorruptArtifact if it is gone, or is no dataset
   */
  public static DatasetManifest read(BlobStore store, ArtifactRef ref) {
    try {
      return Json.parse(store.get(ref), DatasetManifest.class);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is not a dataset", ref.key());
    }
  }

  /**
   * A dataset to work with.
   *
   * @throws CorruptArtifact as {@link #read}, and if an earlier version made it and meant other
   *     directions
   */
  public static DatasetManifest get(BlobStore store, ArtifactRef ref) {
    return read(store, ref).requireCurrent(ref);
  }

  /**
   * This dataset, if its directions mean what they do today.
   *
   * @param ref of the dataset, for the message
   */
  public DatasetManifest requireCurrent(ArtifactRef ref) {
    if (!Objects.equals(anglesRevision, angles.revision())) {
      throw new CorruptArtifact(
          "A dataset was made with an earlier meaning of its angles", ref.key());
    }
    return this;
  }

  public ArtifactRef put(BlobStore store) {
    return store.put(Json.bytes(this), MEDIA_TYPE);
  }

  public Optional<ViewPair> at(ViewAngle angle) {
    return pairs.stream().filter(pair -> pair.angle().equals(angle)).findFirst();
  }

  /** I_f and the plain view it was made from. */
  public ViewPair frontal() {
    return at(ViewAngle.FRONTAL)
        .orElseThrow(() -> new IllegalArgumentException("the dataset has no frontal view"));
  }
}
