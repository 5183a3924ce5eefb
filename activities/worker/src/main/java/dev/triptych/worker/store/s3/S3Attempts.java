package dev.triptych.worker.store.s3;

import dev.triptych.worker.host.DaemonThreads;
import dev.triptych.worker.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a request to an object store again while its failure may pass and its backoff allows; an
 * interrupted thread does not wait for the end of its request.
 */
final class S3Attempts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Attempts.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60); // a disk that wakes up takes long
  private static final int AT_A_TIME = 64; // requests to one server; more threads than that wait

  private final S3Settings settings;
  private final Backoff backoff;
  private final ExecutorService threads;
  private final OkHttpClient http;

  S3Attempts(S3Settings settings, Backoff backoff) {
    this.settings = settings;
    this.backoff = backoff;
    this.threads = Executors.newCachedThreadPool(DaemonThreads.named("object-store"));
    this.http = http(threads);
  }

  private static OkHttpClient http(ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(AT_A_TIME);
    dispatcher.setMaxRequestsPerHost(AT_A_TIME);
    return new OkHttpClient.Builder()
        .protocols(List.of(Protocol.HTTP_1_1))
        .dispatcher(dispatcher)
        // Its own second attempt would hide that the first may have been carried out.
        .retryOnConnectionFailure(false)
        .connectTimeout(CONNECT)
        .readTimeout(SILENCE)
        .writeTimeout(SILENCE)
        .build();
  }

  /** The connections on which one attempt is made. */
  OkHttpClient http() {
    return http;
  }

  /**
   * What {@code request} answers in the end.
   *
   * @param where the object, for people
   */
  <T> T until(String where, Callable<T> request) {
    Backoff.Attempts attempts = backoff.begin();
    try (SlowRequest slow = new SlowRequest(where)) {
      return until(where, request, attempts, slow);
    }
  }

  private <T> T until(
      String where, Callable<T> request, Backoff.Attempts attempts, SlowRequest slow) {
    while (true) {
      try {
        return once(request);
      } catch (ExecutionException e) {
        Throwable failure = e.getCause() == null ? e : e.getCause();
        if (!S3Failures.passing(failure) || !paused(attempts)) {
          throw S3Failures.explain(failure, settings, where);
        }
        LOG.info("{}: {}; trying again", where, S3Failures.reason(failure));
        slow.again();
      }
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

  private static boolean paused(Backoff.Attempts attempts) {
    try {
      return attempts.pause();
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
