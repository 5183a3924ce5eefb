package dev.triptych.worker.store;

import dev.triptych.worker.errors.StorageFailures;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to one bucket. Each is tried again while its failure may pass and patience lasts; an
 * interrupted thread does not wait for the end of its request.
 */
final class S3Calls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Calls.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60); // a disk that wakes up takes long
  private static final int AT_A_TIME = 64; // requests to one server; more threads than that wait
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
  private final Patience patience;
  private final long partBytes;
  private final OkHttpClient http;
  private final MinioClient client;
  private final ExecutorService threads;

  /**
   * @param partBytes larger objects are sent in parts of this size, at least 5 MiB
   */
  S3Calls(S3Settings settings, Patience patience, long partBytes) {
    this.settings = settings;
    this.patience = patience;
    this.partBytes = partBytes;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "object-store");
              thread.setDaemon(true);
              return thread;
            });
    this.http = http(settings.endpoint(), threads);
    S3Credentials who = settings.credentials();
    this.client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentialsProvider(
                new StaticProvider(who.accessKey(), who.secretKey(), who.sessionToken()))
            .httpClient(http)
            .build();
  }

  private static OkHttpClient http(URI endpoint, ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(AT_A_TIME);
    dispatcher.setMaxRequestsPerHost(AT_A_TIME);
    // The client's own reads SSL_CERT_FILE and SSL_CERT_DIR, which takes seconds if they are large.
    OkHttpClient base =
        endpoint.getScheme().equals("https") ? Http.newDefaultClient() : new OkHttpClient();
    OkHttpClient.Builder builder =
        base.newBuilder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .dispatcher(dispatcher)
            .connectTimeout(CONNECT)
            .readTimeout(SILENCE)
            .writeTimeout(SILENCE);
    builder.interceptors().clear(); // its retries, which know no end and no interruption
    return builder.build();
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

  /** Tells a full disk of this machine from a broken connection. */
  private static final class LocalStream implements AutoCloseable {
    private final OutputStream out;
    private final String where;

    LocalStream(Sink sink, String where) {
      this.where = where;
      try {
        this.out = sink.open();
      } catch (IOException e) {
        throw StorageFailures.writing(Path.of("copy of " + where.replace(':', '_')), e);
      }
    }

    void write(byte[] buffer, int length) {
      try {
        out.write(buffer, 0, length);
      } catch (IOException e) {
        throw StorageFailures.writing(Path.of("copy of " + where.replace(':', '_')), e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
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
    int[] attempts = {0};
    return call(
        name,
        () -> {
          attempts[0]++;
          try {
            request.call();
            return new Written(true, attempts[0] > 1);
          } catch (ErrorResponseException e) {
            if (S3Failures.precondition(e)) {
              return new Written(false, attempts[0] > 1);
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
    long start = System.nanoTime();
    for (int failures = 1; ; failures++) {
      Throwable failure;
      try {
        return once(request);
      } catch (ExecutionException e) {
        failure = e.getCause() == null ? e : e.getCause();
      }
      Duration pause = patience.pause(failures);
      Duration spent = Duration.ofNanos(System.nanoTime() - start);
      if (!S3Failures.passing(failure) || spent.plus(pause).compareTo(patience.total()) > 0) {
        throw S3Failures.explain(failure, settings, place(name));
      }
      LOG.info("{}: {}; trying again", place(name), S3Failures.reason(failure));
      sleep(pause);
    }
  }

  private <T> T once(Callable<T> request) throws ExecutionException {
    Future<T> result = threads.submit(request);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      throw interrupted();
    }
  }

  private static void sleep(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while waiting for the object store");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.connectionPool().evictAll();
  }
}
