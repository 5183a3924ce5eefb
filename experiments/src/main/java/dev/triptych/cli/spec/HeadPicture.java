package dev.triptych.cli.spec;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import dev.triptych.models.photos.HeadSquare;
import dev.triptych.models.photos.InvalidPhoto;
import dev.triptych.models.photos.Photo;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.PhotoSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The head out of a spec's photo. It is all of the photo that a run keeps: its other parts, and
 * what the file tells of camera and place, stay where they are.
 */
public final class HeadPicture {
  /** Pixels of its side, those of EG3D's pictures; smaller generators shrink it. */
  static final int SIDE = 512;

  private static final String PNG = "image/png";

  private final ArtifactRef ref;
  private final byte[] content;

  private HeadPicture(ArtifactRef ref, byte[] content) {
    this.ref = ref;
    this.content = content;
  }

  /**
   * Cuts the head out of a photo.
   *
   * @param folder that a relative path starts from
   * @throws InvalidPhoto if the file cannot be read, or is no photo that can be used; the message
   *     follows the file's name
   */
  static HeadPicture of(PhotoSpec photo, Path folder) throws InvalidPhoto {
    Photo file = Photo.of(bytes(photo.file(), folder));
    PhotoSpec.Head head = photo.head();
    HeadSquare middle = HeadSquare.middle(file.width(), file.height());
    HeadSquare square =
        head == null
            ? new HeadSquare(middle.centreX(), middle.centreY(), middle.size(), photo.rollOr0())
            : new HeadSquare(
                head.left() + head.size() / 2.,
                head.top() + head.size() / 2.,
                head.size(),
                photo.rollOr0());
    Image picture = file.head(square, SIDE);
    byte[] content = Png.encode(picture.toBufferedImage());
    String sha256 = Digests.sha256(content);
    return new HeadPicture(
        new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length, PNG), content);
  }

  private static byte[] bytes(String file, Path folder) throws InvalidPhoto {
    try {
      Path path = folder.resolve(file);
      if (Files.size(path) > Photo.MAX_BYTES) {
        throw new InvalidPhoto("is larger than " + (Photo.MAX_BYTES >> 20) + " MiB");
      }
      return Files.readAllBytes(path);
    } catch (InvalidPathException | NoSuchFileException e) {
      throw new InvalidPhoto("does not exist below " + folder.toAbsolutePath().normalize(), e);
    } catch (InvalidPhoto e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidPhoto("cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a spec knows it by. */
  public ArtifactRef ref() {
    return ref;
  }

  /** Keeps it; does nothing if it is there already. */
  public void keep(BlobStore store) {
    store.put(content, PNG);
  }
}
