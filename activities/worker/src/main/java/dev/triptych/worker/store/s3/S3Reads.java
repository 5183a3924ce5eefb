package dev.triptych.worker.store.s3;

import dev.triptych.worker.store.Digests;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests that change nothing in a bucket. */
final class S3Reads {
  /** The second reading of an object shows whether only the way was at fault. */
  static final int READINGS = 2;

  private static final int BUFFER = 1 << 16;

  /** What an object says of itself. */
  record Stat(long bytes, String etag) {}

  /**
   * What was read.
   *
   * @param sha256 of the content
   * @param kept the digest that its writer gave; empty if that gave none
   */
  record Fetched(String sha256, long bytes, String etag, Optional<String> kept) {
    boolean intact() {
      return kept.isEmpty() || kept.get().equals(sha256);
    }
  }

  /** Where content goes; each attempt begins anew. */
  @FunctionalInterface
  interface Sink {
    OutputStream open() throws IOException;
  }

  private final S3Bucket bucket;

  S3Reads(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /** What there is of an object; empty if there is none. */
  Optional<Stat> stat(String name) {
    StatObjectArgs object =
        StatObjectArgs.builder().bucket(bucket.name()).object(bucket.key(name)).build();
    return bucket.call(
        name,
        () -> {
          try {
            StatObjectResponse stat = bucket.client().statObject(object);
            return Optional.of(new Stat(stat.size(), String.valueOf(stat.etag())));
          } catch (ErrorResponseException e) {
            return emptyIfMissing(e);
          }
        });
  }

  /** Reads an object; empty if there is none. */
  Optional<Fetched> get(String name, Sink sink) {
    GetObjectArgs object =
        GetObjectArgs.builder().bucket(bucket.name()).object(bucket.key(name)).build();
    return bucket.call(
        name,
        () -> {
          try (GetObjectResponse in = bucket.client().getObject(object)) {
            return Optional.of(copy(in, sink, name));
          } catch (ErrorResponseException e) {
            return emptyIfMissing(e);
          }
        });
  }

  private Fetched copy(GetObjectResponse in, Sink sink, String name) throws IOException {
    Digests.Running digest = new Digests.Running();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (LocalSink out = new LocalSink(sink, bucket.place(name))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.add(buffer, n);
        out.write(buffer, n);
        bytes += n;
      }
    }
    String announced = in.headers().get("Content-Length");
    if (announced != null && Long.parseLong(announced) != bytes) {
      throw new EOFException("the content was cut short");
    }
    String etag = String.valueOf(in.headers().get("ETag")).replace("\"", "");
    return new Fetched(
        digest.sha256(),
        bytes,
        etag,
        Optional.ofNullable(in.headers().get(S3Writes.DIGEST_HEADER)));
  }

  /** Names that start with {@code prefix}, in no certain order. */
  List<String> list(String prefix) {
    ListObjectsArgs objects =
        ListObjectsArgs.builder()
            .bucket(bucket.name())
            .prefix(bucket.key(prefix))
            .recursive(true)
            .build();
    return bucket.call(
        prefix,
        () -> {
          List<String> names = new ArrayList<>();
          for (Result<Item> item : bucket.client().listObjects(objects)) {
            names.add(bucket.nameOf(item.get().objectName()));
          }
          return names;
        });
  }

  private static <T> Optional<T> emptyIfMissing(ErrorResponseException e)
      throws ErrorResponseException {
    if (S3Failures.missing(e)) {
      return Optional.empty();
    }
    throw e;
  }
}
