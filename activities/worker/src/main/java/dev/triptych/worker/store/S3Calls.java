package dev.triptych.worker.store;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Requests to one bucket, each with as many attempts as {@link S3Attempts} makes. */
final class S3Calls implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final String DIGEST = "sha256";
  private static final String DIGEST_HEADER = "x-amz-meta-" + DIGEST;

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

  private final S3Settings settings;
  private final long partBytes;
  private final S3Attempts attempts;
  private final MinioClient client;

  /**
   * @param partBytes larger objects are sent in parts of this size, at least 5 MiB
   */
  S3Calls(S3Settings settings, Patience patience, long partBytes) {
    this.settings = settings;
    this.partBytes = partBytes;
    this.attempts = new S3Attempts(settings, patience);
    S3Credentials who = settings.credentials();
    this.client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentialsProvider(
                new StaticProvider(who.accessKey(), who.secretKey(), who.sessionToken()))
            .httpClient(attempts.http())
            .build();
  }

  boolean bucketExists() {
    return call(
        "",
        () -> client.bucketExists(BucketExistsArgs.builder().bucket(settings.bucket()).build()));
  }

  /** Makes the bucket; does nothing if it is this user's already. */
  void makeBucket() {
    call(
        "",
        () -> {
          try {
            client.makeBucket(MakeBucketArgs.builder().bucket(settings.bucket()).build());
          } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("BucketAlreadyOwnedByYou")) {
              throw e;
            }
          }
          return true;
        });
  }

  Optional<Stat> stat(String name) {
    return call(
        name,
        () -> {
          try {
            StatObjectResponse stat =
                client.statObject(
                    StatObjectArgs.builder().bucket(settings.bucket()).object(key(name)).build());
            return Optional.of(new Stat(stat.size(), String.valueOf(stat.etag())));
          } catch (ErrorResponseException e) {
            return orElse(e, Optional.empty());
          }
        });
  }

  /** Reads an object; empty if there is none. */
  Optional<Fetched> get(String name, Sink sink) {
    return call(
        name,
        () -> {
          try (GetObjectResponse in =
              client.getObject(
                  GetObjectArgs.builder().bucket(settings.bucket()).object(key(name)).build())) {
            return Optional.of(copy(in, sink, name));
          } catch (ErrorResponseException e) {
            return orElse(e, Optional.empty());
          }
        });
  }

  private Fetched copy(GetObjectResponse in, Sink sink, String name) throws IOException {
    Digests.Running digest = new Digests.Running();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (LocalStream out = new LocalStream(sink, place(name))) {
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
        digest.sha256(), bytes, etag, Optional.ofNullable(in.headers().get(DIGEST_HEADER)));
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
            client.putObject(
                PutObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key(name))
                    .data(content, content.length)
                    .contentType(mediaType)
                    .userMetadata(Map.of(DIGEST, sha256))
                    .extraHeaders(headers(condition, etag))
                    .build()));
  }

  /** Writes a copy of {@code file} unconditionally, in parts if it is large. */
  void put(String name, Path file, String sha256, String mediaType) {
    call(
        name,
        () ->
            client.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key(name))
                    .filename(file.toString(), partBytes)
                    .contentType(mediaType)
                    .userMetadata(Map.of(DIGEST, sha256))
                    .build()));
  }

  private Written conditionally(String name, Callable<?> request) {
    int[] tries = {0};
    return call(
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

  /** Copies within the bucket; the content does not pass this machine. */
  void copy(String from, String to) {
    call(
        from,
        () ->
            client.copyObject(
                CopyObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key(to))
                    .source(
                        SourceObject.builder().bucket(settings.bucket()).object(key(from)).build())
                    .build()));
  }

  /** Names that start with {@code prefix}, in no certain order. */
  List<String> list(String prefix) {
    return call(
        prefix,
        () -> {
          List<String> names = new ArrayList<>();
          for (Result<Item> item :
              client.listObjects(
                  ListObjectsArgs.builder()
                      .bucket(settings.bucket())
                      .prefix(key(prefix))
                      .recursive(true)
                      .build())) {
            names.add(item.get().objectName().substring(settings.prefix().length()));
          }
          return names;
        });
  }

  void delete(String name) {
    call(
        name,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(settings.bucket()).object(key(name)).build());
          return true;
        });
  }

  /** Where people find the object. */
  String place(String name) {
    return "s3://" + settings.bucket() + "/" + key(name);
  }

  private String key(String name) {
    return settings.prefix() + name;
  }

  private static <T> T orElse(ErrorResponseException e, T ifMissing) throws ErrorResponseException {
    if (S3Failures.missing(e)) {
      return ifMissing;
    }
    throw e;
  }

  private <T> T call(String name, Callable<T> request) {
    return attempts.until(place(name), request);
  }

  @Override
  public void close() {
    attempts.close();
  }
}
