package dev.triptych.worker.activities;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

/** Square pictures in the store, as 8-bit PNG. */
public final class Pictures {
  private static final String PNG = "image/png";

  private final BlobStore store;

  public Pictures(BlobStore store) {
    this.store = store;
  }

  /**
   * Keeps a picture; values beyond its colour range are cut.
   *
   * @param name of the picture, for the message
   * @throws dev.triptych.models.finite.NonFiniteException if a value is NaN or infinite
   */
  ArtifactRef put(Image image, String name) {
    return store.put(Png.encode(image.requireFinite(name).toBufferedImage()), PNG);
  }

  /**
   * The picture behind {@code ref}, in [-1, 1].
   *
   * @throws CorruptArtifact if it is no square picture
   */
  public Image get(ArtifactRef ref) {
    Optional<BufferedImage> picture;
    try {
      picture = Png.decode(store.get(ref));
    } catch (IOException e) {
      throw new CorruptArtifact("A picture cannot be read (" + e.getMessage() + ")", ref.key());
    }
    return picture
        .map(content -> Image.of(content, Image.Range.SIGNED))
        .filter(image -> image.width() == image.height())
        .orElseThrow(() -> new CorruptArtifact("An artefact is not a square picture", ref.key()));
  }
}
