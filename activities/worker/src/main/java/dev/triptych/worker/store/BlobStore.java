package dev.triptych.worker.store;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.file.Path;

/**
 * Immutable content, named by its digest ({@code blobs/sha256/ab/…}). Whatever is kept appears
 * whole or not at all, whoever keeps it at the same time. Faults are those of {@link
 * ArtifactStore}.
 */
public interface BlobStore {
  /** Keeps {@code content}; does nothing if it is there already. */
  ArtifactRef put(byte[] content, String mediaType);

  /** Keeps a copy of {@code file}; does nothing if it is there already. */
  ArtifactRef put(Path file, String mediaType);

  /**
   * The content behind {@code ref}.
   *
   * @throws CorruptArtifact if it is gone or is not what the digest says; a wrong one is set aside,
   *     so that the stage that made it runs again
   */
  byte[] get(ArtifactRef ref);

  /**
   * A local file with the content behind {@code ref}, only to be read.
   *
   * @throws CorruptArtifact as {@link #get}
   */
  Path file(ArtifactRef ref);

  /**
   * Reads the content behind {@code ref} where it lies, whatever copies there are of it.
   *
   * @throws CorruptArtifact as {@link #get}
   */
  void verify(ArtifactRef ref);

  /** Whether a blob of this size is there; its content is not read. */
  boolean holds(String key, long bytes);
}
