package dev.triptych.worker.store;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.errors.TriptychException.StorageUnreadable;
import dev.triptych.worker.errors.TriptychException.StorageUnwritable;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where artefacts live. Blobs are immutable and named by their digest ({@code blobs/sha256/ab/…});
 * documents have names ({@code stages/…}, {@code runs/…}, {@code checkpoints/…}) and may be
 * replaced. Whatever is written appears whole or not at all, whoever writes it at the same time.
 *
 * <p>Methods that write throw {@link StorageFull} or {@link StorageUnwritable}, methods that read
 * {@link StorageUnreadable}.
 */
public interface ArtifactStore {
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

  /** Whether a blob of this size is there; its content is not read. */
  boolean holds(String key, long bytes);

  /** Writes or replaces a document. */
  void write(String name, byte[] content);

  /** Writes or replaces a document with a copy of {@code file}. */
  void write(String name, Path file);

  /**
   * Writes a document unless there is one of that name.
   *
   * @return whether it was written; of several writers at a time, one at most is told so
   */
  boolean create(String name, byte[] content);

  /**
   * Replaces a document whose content is {@code expected}.
   *
   * @return whether it was replaced; of several writers at a time, one at most is told so
   */
  boolean replace(String name, byte[] expected, byte[] content);

  /**
   * Removes a document whose content is {@code expected}. A bucket may lose what another process
   * writes between the look and the removal.
   *
   * @return whether it was removed
   */
  boolean delete(String name, byte[] expected);

  /**
   * Adds {@code lines}, which end in a line feed, to a document, which is made if need be. A
   * process killed meanwhile may leave the last line incomplete; the next call starts a new line.
   */
  void append(String name, byte[] lines);

  /** The document's content, empty if there is none of that name. */
  Optional<byte[]> read(String name);

  /**
   * Copies a document to {@code target}, which is replaced and whose folder is made if need be.
   *
   * @return whether there is a document of that name
   */
  boolean fetch(String name, Path target);

  /** Names of all documents and blobs that start with {@code prefix}, sorted. */
  List<String> list(String prefix);

  /** Removes a document; does nothing if there is none of that name. */
  void delete(String name);

  /** Where people find the document or blob of that name: a path or a URL. */
  String place(String name);

  /**
   * A folder of this machine for what goes with the store but not into it: scratch files, logs, the
   * lock of launches, installed prior sets. It may not exist yet.
   */
  Path local();
}
