package dev.triptych.cli.spec;

import dev.triptych.models.photos.InvalidPhoto;

/** For specs without photos. */
final class NoPhotos {
  static final Heads HEADS =
      (photo, folder, folderOfMask) -> {
        throw new InvalidPhoto("is not looked at here");
      };

  private NoPhotos() {}
}
