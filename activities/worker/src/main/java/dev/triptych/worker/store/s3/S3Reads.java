package dev.triptych.worker.store.s3;

import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoredObject;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests that change nothing in a bucket. */
final class S3Reads {
  /** The second reading of an object shows whether only the way was at fault. */
  static final int READINGS = 2;

  private static final int BUFFER = 1 << 16;
  private static final int AT_A_TIME = 1000; // as many as a server lists in one answer

  /** What an object says of itself. */
  record Stat(long bytes, String etag, Instant used) {}

  /**
   * What was read.
   *
   * @param sha256 of the content
   * @param kept the digest that its writer gave; empty if that gave none
   * @param stale whether its use has to be noted again, by the server's own clock
   */
  record Fetched(String sha256, long bytes, String etag, Optional<String> kept, boolean stale) {
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
  private final int atATime;

  S3Reads(S3Bucket bucket) {
    this(bucket, AT_A_TIME);
  }

  /**
   * @param atATime objects that are told of by one answer
   */
  S3Reads(S3Bucket bucket, int atATime) {
    this.bucket = bucket;
    this.atATime = atATime;
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
            return Optional.of(
                new Stat(
                    stat.size(), String.valueOf(stat.etag()), stat.lastModified().toInstant()));
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
        Optional.ofNullable(in.headers().get(S3Writes.DIGEST_HEADER)),
        stale(in.headers().getInstant("Last-Modified"), in.headers().getInstant("Date")));
  }

  /** An object whose age the server does not tell is noted each time. */
  static boolean stale(@Nullable Instant used, @Nullable Instant now) {
    return used == null || now == null || StoredObject.stale(used, now);
  }

  /** Visits the objects whose names start with {@code prefix}, some of them in memory at a time. */
  void scan(String prefix, Consumer<StoredObject> visitor) {
    String last = "";
    List<StoredObject> some;
    do {
      some = after(last, prefix);
      some.forEach(visitor);
      last = some.isEmpty() ? "" : bucket.key(some.get(some.size() - 1).name());
    } while (some.size() == atATime);
  }

  private List<StoredObject> after(String last, String prefix) {
    ListObjectsArgs.Builder objects =
        ListObjectsArgs.builder()
            .bucket(bucket.name())
            .prefix(bucket.key(prefix))
            .maxKeys(atATime)
            .recursive(true);
    ListObjectsArgs asked = last.isEmpty() ? objects.build() : objects.startAfter(last).build();
    return bucket.call(
        prefix,
        () -> {
          List<StoredObject> some = new ArrayList<>();
          for (Result<Item> result : bucket.client().listObjects(asked)) {
            Item item = result.get();
            some.add(
                new StoredObject(
                    bucket.nameOf(item.objectName()),
                    item.size(),
                    item.lastModified().toInstant()));
            if (some.size() == atATime) {
              break;
            }
          }
          return some;
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
