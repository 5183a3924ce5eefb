package dev.triptych.worker.store;

import java.nio.file.Path;

/**
 * Where artefacts live: blobs, and documents beside them, in one place.
 *
 * <p>Methods that write throw {@link dev.triptych.worker.errors.TriptychException.StorageFull} or
 * {@link dev.triptych.worker.errors.TriptychException.StorageUnwritable}, methods that read {@link
 * dev.triptych.worker.errors.TriptychException.StorageUnreadable}.
 */
public interface ArtifactStore extends BlobStore, DocumentStore {
  /**
   * A folder of this machine for what goes with the store but not into it: scratch files, logs, the
   * lock of launches, installed prior sets. It may not exist yet.
   */
  Path local();
}
