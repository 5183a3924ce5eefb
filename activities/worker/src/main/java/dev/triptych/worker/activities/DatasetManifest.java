package dev.triptych.worker.activities;

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
record DatasetManifest(
    String style,
    ArtifactRef latent,
    AngleMode angles,
    List<ViewPair> pairs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer anglesRevision) {
  private static final String MEDIA_TYPE = "application/json";

  DatasetManifest {
    pairs = List.copyOf(pairs);
  }

  DatasetManifest(String style, ArtifactRef latent, AngleMode angles, List<ViewPair> pairs) {
    this(style, latent, angles, pairs, angles.revision());
  }

  /**
   * @throws CorruptArtifact if it is no dataset, or an earlier version made it and meant other
   *     directions
   */
  static DatasetManifest get(BlobStore store, ArtifactRef ref) {
    DatasetManifest manifest;
    try {
      manifest = Json.parse(store.get(ref), DatasetManifest.class);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is no dataset", ref.key());
    }
    if (!Objects.equals(manifest.anglesRevision(), manifest.angles().revision())) {
      throw new CorruptArtifact("A dataset means other directions than it should", ref.key());
    }
    return manifest;
  }

  ArtifactRef put(BlobStore store) {
    return store.put(Json.bytes(this), MEDIA_TYPE);
  }

  Optional<ViewPair> at(ViewAngle angle) {
    return pairs.stream()
        .filter(pair -> new ViewAngle(pair.pitch(), pair.yaw()).equals(angle))
        .findFirst();
  }

  /** I_f and the plain view it was made from. */
  ViewPair frontal() {
    return at(ViewAngle.FRONTAL)
        .orElseThrow(() -> new IllegalArgumentException("the dataset has no frontal view"));
  }
}
