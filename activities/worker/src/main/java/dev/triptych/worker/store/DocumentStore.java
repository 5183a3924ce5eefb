package dev.triptych.worker.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Documents that have names ({@code stages/…}, {@code runs/…}, {@code checkpoints/…}) and may be
 * replaced. Whatever is written appears whole or not at all, whoever writes it at the same time.
 * Faults are those of {@link ArtifactStore}.
 */
public interface DocumentStore {
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

  /** Removes a document; does nothing if there is none of that name. */
  void delete(String name);

  /**
   * Adds {@code lines}, which end in a line feed, to a document, which is made if need be. A
   * process killed meanwhile may leave the last line incomplete; the next call starts a new line.
   */
  void append(String name, byte[] lines);

  /** The document's content, empty if there is none of that name. */
  Optional<byte[]> read(String name);

  /**
   * As {@link #read}, for somebody who is about to rely on it: the document counts as {@link
   * StoredObject#used} now.
   */
  Optional<byte[]> take(String name);

  /**
   * Copies a document to {@code target}, which is replaced and whose folder is made if need be.
   *
   * @return whether there is a document of that name
   */
  boolean fetch(String name, Path target);

  /** Names of all documents and blobs that start with {@code prefix}, sorted. */
  List<String> list(String prefix);

  /**
   * Visits the documents and blobs whose names start with {@code prefix}, or what was set aside
   * below {@link StoreLayout#ASIDE}, in no certain order. They are not all in memory at a time;
   * what comes and goes meanwhile may be left out.
   */
  void scan(String prefix, Consumer<StoredObject> visitor);

  /**
   * Removes what {@link #scan} has told of, unless it was used since {@code before}. In a folder
   * nobody can come to use it between the look and the removal; a bucket leaves that moment open.
   *
   * @return whether it was removed
   */
  boolean deleteUnused(String name, Instant before);

  /** Where people find the document or blob of that name: a path or a URL. */
  String place(String name);
}
