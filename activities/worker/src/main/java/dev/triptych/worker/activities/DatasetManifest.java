package dev.triptych.worker.activities;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The few-shot dataset D_s as an artefact.
 *
 * @param latent w of the identity
 * @param angles how the views' angles became cameras
 */
record DatasetManifest(String style, ArtifactRef latent, AngleMode angles, List<ViewPair> pairs) {
  private static final String MEDIA_TYPE = "application/json";

  DatasetManifest {
    pairs = List.copyOf(pairs);
  }

  static DatasetManifest get(ArtifactStore store, ArtifactRef ref) {
    try {
      return Json.parse(store.get(ref), DatasetManifest.class);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is no dataset", ref.key());
    }
  }

  ArtifactRef put(ArtifactStore store) {
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
