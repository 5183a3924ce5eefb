package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.Heads;
import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import dev.triptych.models.photos.HeadSquare;
import dev.triptych.models.photos.InvalidMask;
import dev.triptych.models.photos.InvalidPhoto;
import dev.triptych.models.photos.Mask;
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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The heads out of a spec's photos, on their way into the store. They are all of a photo that a run
 * keeps: its other parts, and what the file tells of camera and place, stay where they are.
 */
final class PhotoHeads implements Heads {
  /** Pixels of a side, those of EG3D's pictures; smaller generators shrink them. */
  private static final int SIDE = 512;

  private static final String PNG = "image/png";

  private final Map<ArtifactRef, byte[]> heads = new HashMap<>();

  @Override
  public ArtifactRef cut(PhotoSpec photo, Path folder, Path folderOfMask) throws InvalidPhoto {
    Photo file = Photo.of(bytes(photo.file(), folder));
    HeadSquare square = square(photo, file);
    Image head = file.head(square, SIDE);
    String mask = photo.mask();
    Image picture = mask == null ? head : mask(mask, folderOfMask, file).onWhite(head, square);
    byte[] content = Png.encode(picture.toBufferedImage());
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length, PNG);
    heads.put(ref, content);
    return ref;
  }

  private static Mask mask(String file, Path folder, Photo photo) throws InvalidMask {
    try {
      return new Mask(Photo.of(bytes(file, folder)), photo);
    } catch (InvalidMask e) {
      throw e;
    } catch (InvalidPhoto e) {
      throw new InvalidMask(e);
    }
  }

  private static HeadSquare square(PhotoSpec photo, Photo file) {
    PhotoSpec.Head head = photo.head();
    if (head == null) {
      HeadSquare middle = HeadSquare.middle(file.width(), file.height());
      return new HeadSquare(middle.centreX(), middle.centreY(), middle.size(), photo.rollOr0());
    }
    double half = head.size() / 2.;
    return new HeadSquare(head.left() + half, head.top() + half, head.size(), photo.rollOr0());
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

  /**
   * Keeps the head of a photo; does nothing if it is there already.
   *
   * @param photo of a resolved spec; null for none
   * @throws UserError if the spec was resolved earlier, and the head is not in this store
   */
  void keep(@Nullable PhotoSpec photo, BlobStore store) {
    if (photo == null || photo.picture() == null) {
      return;
    }
    ArtifactRef picture = photo.picture();
    byte[] content = heads.get(picture);
    if (content != null) {
      store.put(content, PNG);
    } else if (!store.holds(picture.key(), picture.bytes())) {
      throw UserError.usage(
          "identity.photo.picture is not in this store. Take that setting away, so that "
              + photo.file()
              + " is read again.");
    }
  }
}
