package dev.triptych.worker.store.s3;

import dev.triptych.worker.store.Digests;
import io.minio.CopyObjectArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** Requests that change objects of a bucket. Whatever is written carries its digest. */
final class S3Writes {
  private static final String DIGEST = "sha256";

  /** Header of an answer with the digest that the object's writer gave. */
  static final String DIGEST_HEADER = "x-amz-meta-" + DIGEST;

  /** Larger files than this are sent in parts, of which one at a time is in memory. */
  static final long PART_BYTES = 16 << 20;

  /** Under which circumstances something may be written. */
  enum Condition {
    ALWAYS,
    ABSENT,
    UNCHANGED
  }

  /**
   * What became of a conditional write.
   *
   * @param written false if the condition did not hold
   * @param repeated whether an earlier attempt may have been carried out though it failed
   */
  record Written(boolean written, boolean repeated) {}

  private final S3Bucket bucket;
  private final long partBytes;

  S3Writes(S3Bucket bucket) {
    this(bucket, PART_BYTES);
  }

  /**
   * @param partBytes larger files are sent in parts of this size, at least 5 MiB
   */
  S3Writes(S3Bucket bucket, long partBytes) {
    this.bucket = bucket;
    this.partBytes = partBytes;
  }

  /**
   * Writes {@code content}.
   *
   * @param etag of the object that is to be replaced, for {@link Condition#UNCHANGED}; else empty
   */
  Written put(String name, byte[] content, String mediaType, Condition condition, String etag) {
    String sha256 = Digests.sha256(content);
    return conditionally(
        name,
        () ->
            bucket
                .client()
                .putObject(
                    PutObjectArgs.builder()
                        .bucket(bucket.name())
                        .object(bucket.key(name))
                        .data(content, content.length)
                        .contentType(mediaType)
                        .userMetadata(Map.of(DIGEST, sha256))
                        .extraHeaders(headers(condition, etag))
                        .build()));
  }

  private Written conditionally(String name, Callable<?> request) {
    int[] tries = {0};
    return bucket.call(
        name,
        () -> {
          tries[0]++;
          try {
            request.call();
            return new Written(true, tries[0] > 1);
          } catch (ErrorResponseException e) {
            if (S3Failures.precondition(e)) {
              return new Written(false, tries[0] > 1);
            }
            throw e;
          }
        });
  }

  private static Map<String, String> headers(Condition condition, String etag) {
    return switch (condition) {
      case ALWAYS -> Map.of();
      case ABSENT -> Map.of("If-None-Match", "*");
      case UNCHANGED -> Map.of("If-Match", "\"" + etag + "\"");
    };
  }

  /** Writes a copy of {@code file} unconditionally. */
  void put(String name, Path file, String sha256, String mediaType) {
    bucket.call(
        name,
        () ->
            bucket
                .client()
                .uploadObject(
                    UploadObjectArgs.builder()
                        .bucket(bucket.name())
                        .object(bucket.key(name))
                        .filename(file.toString(), partBytes)
                        .contentType(mediaType)
                        .userMetadata(Map.of(DIGEST, sha256))
                        .build()));
  }

  /** Copies within the bucket; the content does not pass this machine. */
  void copy(String from, String to) {
    SourceObject source =
        SourceObject.builder().bucket(bucket.name()).object(bucket.key(from)).build();
    CopyObjectArgs copy =
        CopyObjectArgs.builder()
            .bucket(bucket.name())
            .object(bucket.key(to))
            .source(source)
            .build();
    bucket.call(from, () -> bucket.client().copyObject(copy));
  }

  void delete(String name) {
    RemoveObjectArgs object =
        RemoveObjectArgs.builder().bucket(bucket.name()).object(bucket.key(name)).build();
    bucket.call(
        name,
        () -> {
          bucket.client().removeObject(object);
          return true;
        });
  }
}
