package dev.triptych.cli.datasets;

import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.PhotoSpec;
import org.jspecify.annotations.Nullable;

/**
 * One identity in one style, with its views.
 *
 * @param part names it within the run: {@code an-elf-s0}, {@code msmi-s0/an-elf/3}
 * @param identity its number among those of the dataset, from 0
 * @param face where the identity comes from
 * @param heldOut whether it is only scored and never trained on
 */
record Head(String part, int identity, IdentitySpec face, boolean heldOut, DatasetManifest data) {
  /** From which the identity is drawn; null of a photo's. */
  @Nullable Long seed() {
    return face.photo() == null ? face.seed() : null;
  }

  /** SHA-256 of the photo's head; null of a face that is drawn. */
  @Nullable String photo() {
    PhotoSpec photo = face.photo();
    return photo == null || photo.picture() == null ? null : photo.picture().sha256();
  }
}
