package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.s3.S3Reads.Fetched;
import dev.triptych.worker.store.s3.S3Writes.Condition;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The blobs of a bucket, read through a cache of this machine. */
final class S3Blobs implements BlobStore {
  private final S3Bucket bucket;
  private final S3Reads reads;
  private final S3Writes writes;
  private final ConditionalWrites conditional;
  private final BlobCache cache;

  S3Blobs(
      S3Bucket bucket,
      S3Reads reads,
      S3Writes writes,
      ConditionalWrites conditional,
      BlobCache cache) {
    this.bucket = bucket;
    this.reads = reads;
    this.writes = writes;
    this.conditional = conditional;
    this.cache = cache;
  }

  @Override
  public ArtifactRef put(byte[] content, String mediaType) {
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length, mediaType);
    Condition condition = conditional.known() ? Condition.ABSENT : Condition.ALWAYS;
    boolean written = writes.put(ref.key(), content, mediaType, condition, "").written();
    if (!written && !intact(ref)) {
      writes.put(ref.key(), content, mediaType, Condition.ALWAYS, "");
    }
    cache.using(
        temporary -> {
          write(content, temporary);
          return cache.keep(ref, temporary);
        });
    return ref;
  }

  private static void write(byte[] content, Path file) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  @Override
  public ArtifactRef put(Path file, String mediaType) {
    return cache.using(
        temporary -> {
          LocalCopies.copy(file, temporary); // the file may change while it is sent
          ArtifactRef ref = LocalCopies.ref(temporary, mediaType);
          if (!holds(ref.key(), ref.bytes()) || !intact(ref)) {
            writes.put(ref.key(), temporary, ref.sha256(), mediaType);
          }
          cache.keep(ref, temporary);
          return ref;
        });
  }

  /**
   * Reads what the bucket has, and nothing of the cache. What is stale is written again, and so
   * counts as in use.
   */
  private boolean intact(ArtifactRef ref) {
    return reads
        .get(ref.key(), OutputStream::nullOutputStream)
        .filter(found -> matches(found, ref) && !found.stale())
        .isPresent();
  }

  private static boolean matches(Fetched found, ArtifactRef ref) {
    return found.bytes() == ref.bytes() && found.sha256().equals(ref.sha256());
  }

  @Override
  public byte[] get(ArtifactRef ref) {
    Optional<byte[]> cached = cache.read(ref);
    if (cached.isPresent()) {
      return cached.get();
    }
    Path file = file(ref);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }

  @Override
  public Path file(ArtifactRef ref) {
    return cache.find(ref).orElseGet(() -> cache.using(temporary -> download(ref, temporary)));
  }

  @Override
  public void verify(ArtifactRef ref) {
    read(ref, OutputStream::nullOutputStream);
  }

  private Path download(ArtifactRef ref, Path temporary) {
    read(ref, () -> Files.newOutputStream(temporary));
    return cache.keep(ref, temporary);
  }

  private void read(ArtifactRef ref, S3Reads.Sink sink) {
    String etag = "";
    for (int reading = 0; reading < S3Reads.READINGS; reading++) {
      Fetched found =
          reads
              .get(ref.key(), sink)
              .orElseThrow(
                  () -> new CorruptArtifact("An artefact is missing", bucket.place(ref.key())));
      if (matches(found, ref)) {
        return;
      }
      etag = found.etag();
    }
    throw setAside(ref, etag);
  }

  /** Unless somebody has mended it meanwhile. */
  private CorruptArtifact setAside(ArtifactRef ref, String etag) {
    String aside = StoreLayout.corrupt(ref.sha256());
    if (reads.stat(ref.key()).filter(now -> now.etag().equals(etag)).isPresent()) {
      writes.copy(ref.key(), aside);
      writes.delete(ref.key());
    }
    return new CorruptArtifact(
        "The content was not what its digest says, and was moved to " + bucket.place(aside),
        bucket.place(ref.key()));
  }

  @Override
  public boolean holds(String key, long bytes) {
    return reads.stat(StoreLayout.checked(key)).filter(stat -> stat.bytes() == bytes).isPresent();
  }
}
