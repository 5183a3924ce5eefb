package dev.triptych.worker.store;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store made of one for blobs and one for documents. */
public abstract class PairedStore implements ArtifactStore {
  private final BlobStore blobs;
  private final DocumentStore documents;

  protected PairedStore(BlobStore blobs, DocumentStore documents) {
    this.blobs = blobs;
    this.documents = documents;
  }

  @Override
  public final ArtifactRef put(byte[] content, String mediaType) {
    return blobs.put(content, mediaType);
  }

  @Override
  public final ArtifactRef put(Path file, String mediaType) {
    return blobs.put(file, mediaType);
  }

  @Override
  public final byte[] get(ArtifactRef ref) {
    return blobs.get(ref);
  }

  @Override
  public final Path file(ArtifactRef ref) {
    return blobs.file(ref);
  }

  @Override
  public final void verify(ArtifactRef ref) {
    blobs.verify(ref);
  }

  @Override
  public final boolean holds(String key, long bytes) {
    return blobs.holds(key, bytes);
  }

  @Override
  public final void write(String name, byte[] content) {
    documents.write(name, content);
  }

  @Override
  public final void write(String name, Path file) {
    documents.write(name, file);
  }

  @Override
  public final boolean create(String name, byte[] content) {
    return documents.create(name, content);
  }

  @Override
  public final boolean replace(String name, byte[] expected, byte[] content) {
    return documents.replace(name, expected, content);
  }

  @Override
  public final boolean delete(String name, byte[] expected) {
    return documents.delete(name, expected);
  }

  @Override
  public final void delete(String name) {
    documents.delete(name);
  }

  @Override
  public final void append(String name, byte[] lines) {
    documents.append(name, lines);
  }

  @Override
  public final Optional<byte[]> read(String name) {
    return documents.read(name);
  }

  @Override
  public final Optional<byte[]> take(String name) {
    return documents.take(name);
  }

  @Override
  public final void scan(String prefix, Consumer<StoredObject> visitor) {
    documents.scan(prefix, visitor);
  }

  @Override
  public final boolean deleteUnused(String name, Instant before) {
    return documents.deleteUnused(name, before);
  }

  @Override
  public final boolean fetch(String name, Path target) {
    return documents.fetch(name, target);
  }

  @Override
  public final List<String> list(String prefix) {
    return documents.list(prefix);
  }

  @Override
  public final String place(String name) {
    return documents.place(name);
  }
}
