package dev.triptych.cli.spec;

import dev.triptych.models.photos.InvalidMask;
import dev.triptych.models.photos.InvalidPhoto;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.PhotoSpec;
import java.nio.file.Path;

/** Cuts the heads out of photos that specs name. */
@FunctionalInterface
public interface Heads {
  /**
   * The head out of a photo.
   *
   * @param folder that the photo's relative path starts from
   * @param folderOfMask that the mask's starts from, if the photo has one
   * @throws InvalidPhoto if the file cannot be read, or is no photo that can be used; the message
   *     follows the file's name
   * @throws InvalidMask likewise of the mask
   */
  ArtifactRef cut(PhotoSpec photo, Path folder, Path folderOfMask) throws InvalidPhoto;
}
