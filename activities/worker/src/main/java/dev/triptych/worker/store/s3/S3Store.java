package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.PairedStore;
import dev.triptych.worker.store.files.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A store in a bucket, with the same keys as a folder's has files. */
public final class S3Store extends PairedStore implements AutoCloseable {
  private final S3Settings settings;
  private final S3Bucket bucket;
  private final ConditionalWrites conditional;

  private S3Store(
      S3Settings settings,
      S3Bucket bucket,
      ConditionalWrites conditional,
      BlobStore blobs,
      DocumentStore documents) {
    super(blobs, documents);
    this.settings = settings;
    this.bucket = bucket;
    this.conditional = conditional;
  }

  /**
   * Opens the store and makes the bucket if need be.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StoreRefused if the server does not let us
   * @throws dev.triptych.worker.errors.TriptychException.StoreUnreachable if it does not answer
   */
  public static S3Store open(S3Settings settings) {
    try (S3Bucket brief = new S3Bucket(settings, Backoff.BRIEF)) {
      if (!brief.exists()) {
        brief.make();
      }
    }
    return at(settings, Backoff.USUAL, S3Writes.PART_BYTES);
  }

  /** Opens the store for somebody who only looks at it: empty if there is no such bucket. */
  public static Optional<S3Store> existing(S3Settings settings) {
    try (S3Bucket brief = new S3Bucket(settings, Backoff.BRIEF)) {
      return brief.exists()
          ? Optional.of(at(settings, Backoff.USUAL, S3Writes.PART_BYTES))
          : Optional.empty();
    }
  }

  /** The store of a bucket that exists. */
  static S3Store at(S3Settings settings, Backoff backoff, long partBytes) {
    BlobCache cache = new BlobCache(settings.cache(), settings.cacheBytes());
    try {
      cache.prepare();
      Folders.make(settings.local());
    } catch (IOException e) {
      throw StorageFailures.writing(settings.cache(), e);
    }
    S3Bucket bucket = new S3Bucket(settings, backoff);
    S3Reads reads = new S3Reads(bucket);
    S3Writes writes = new S3Writes(bucket, partBytes);
    ConditionalWrites conditional = new ConditionalWrites(writes);
    return new S3Store(
        settings,
        bucket,
        conditional,
        new S3Blobs(bucket, reads, writes, conditional, cache),
        new S3Documents(bucket, reads, writes, conditional, cache));
  }

  /** Whether the server refuses writes whose condition does not hold; asks it once. */
  public boolean conditionalWrites() {
    return conditional.known();
  }

  @Override
  public Path local() {
    return settings.local();
  }

  @Override
  public void close() {
    bucket.close();
  }
}
