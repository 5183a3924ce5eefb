package dev.triptych.worker.store.s3;

import dev.triptych.worker.retry.Backoff;
import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import java.util.concurrent.Callable;

/** One bucket, and the way to it. */
final class S3Bucket implements AutoCloseable {
  private final S3Settings settings;
  private final S3Attempts attempts;
  private final MinioClient client;

  S3Bucket(S3Settings settings, Backoff backoff) {
    this.settings = settings;
    this.attempts = new S3Attempts(settings, backoff);
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

  boolean exists() {
    return call("", () -> client.bucketExists(BucketExistsArgs.builder().bucket(name()).build()));
  }

  /** Makes the bucket; does nothing if it is this user's already. */
  void make() {
    call(
        "",
        () -> {
          try {
            client.makeBucket(MakeBucketArgs.builder().bucket(name()).build());
          } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("BucketAlreadyOwnedByYou")) {
              throw e;
            }
          }
          return true;
        });
  }

  /** What {@code request} for the object {@code name} answers, tried again while it makes sense. */
  <T> T call(String name, Callable<T> request) {
    return attempts.until(place(name), request);
  }

  MinioClient client() {
    return client;
  }

  String name() {
    return settings.bucket();
  }

  /** What the server calls the object {@code name}. */
  String key(String name) {
    return settings.prefix() + name;
  }

  /** What we call the object that the server calls {@code key}. */
  String nameOf(String key) {
    return key.substring(settings.prefix().length());
  }

  /** Where people find the object. */
  String place(String name) {
    return "s3://" + name() + "/" + key(name);
  }

  @Override
  public void close() {
    attempts.close();
  }
}
