package dev.triptych.worker.verify;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.PairedStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.file.Path;

/**
 * A store that reads the blobs of another and writes nothing into it: what is made goes on top, and
 * of the other's documents, such as kept results, none is seen.
 */
public final class OverlaidStore extends PairedStore {
  private final ArtifactStore below;

  /**
   * @param below is only read
   * @param top takes what is written
   */
  public OverlaidStore(ArtifactStore below, ArtifactStore top) {
    super(new OverlaidBlobs(below, top), top);
    this.below = below;
  }

  @Override
  public Path local() {
    return below.local();
  }

  private record OverlaidBlobs(BlobStore below, BlobStore top) implements BlobStore {
    @Override
    public ArtifactRef put(byte[] content, String mediaType) {
      return top.put(content, mediaType);
    }

    @Override
    public ArtifactRef put(Path file, String mediaType) {
      return top.put(file, mediaType);
    }

    @Override
    public byte[] get(ArtifactRef ref) {
      return of(ref).get(ref);
    }

    @Override
    public Path file(ArtifactRef ref) {
      return of(ref).file(ref);
    }

    @Override
    public void verify(ArtifactRef ref) {
      of(ref).verify(ref);
    }

    @Override
    public boolean holds(String key, long bytes) {
      return top.holds(key, bytes) || below.holds(key, bytes);
    }

    private BlobStore of(ArtifactRef ref) {
      return top.holds(ref.key(), ref.bytes()) ? top : below;
    }
  }
}
