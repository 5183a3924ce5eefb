package dev.triptych.worker.notice;

import dev.triptych.worker.memo.Versions;
import dev.triptych.worker.retry.Backoff;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/** Posts JSON to webhooks, and follows no redirect: what is told is for the given address alone. */
public final class WebhookClient {
  // Those who wait for the run's end wait for this too.
  private static final Backoff PATIENCE =
      new Backoff(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(8));
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;

  private final HttpClient client;
  private final Backoff patience;
  private final Duration answer;

  public WebhookClient() {
    this(PATIENCE, ANSWER);
  }

  /**
   * @param answer how long each attempt waits
   */
  WebhookClient(Backoff patience, Duration answer) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.patience = patience;
    this.answer = answer;
  }

  /**
   * Posts {@code json}, again and again while the other side does not answer or is overloaded, for
   * less than a minute.
   *
   * @return why it was not taken, without anything of the address; empty if it was
   */
  public Optional<String> post(Webhook webhook, byte[] json) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook.address())
            .timeout(answer)
            .header("Content-Type", "application/json")
            .header("User-Agent", "triptych/" + Versions.build())
            .POST(BodyPublishers.ofByteArray(json))
            .build();
    Backoff.Attempts attempts = patience.begin();
    try {
      while (true) {
        Outcome outcome = once(request);
        if (!outcome.passing() || !attempts.pause()) {
          return outcome.problem();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while somebody was notified");
    }
  }

  /**
   * What became of one attempt.
   *
   * @param passing whether another may succeed
   */
  private record Outcome(Optional<String> problem, boolean passing) {}

  private Outcome once(HttpRequest request) throws InterruptedException {
    int status;
    try {
      status = client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return new Outcome(Optional.of(reason(e)), !(e instanceof SSLException));
    }
    if (status < 300) {
      return new Outcome(Optional.empty(), false);
    }
    String what = status < 400 ? "a redirect (%d), which is not followed" : "status %d";
    return new Outcome(
        Optional.of(String.format(Locale.ROOT, "the answer was " + what, status)),
        status == TIMEOUT || status == TOO_MANY || status >= 500);
  }

  /** In a few words; the client's own may hold the address. */
  private static String reason(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "there was no answer in time";
    }
    if (e instanceof SSLException) {
      return "there is no secure connection";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
              || (e.getCause() != null
                  && e.getCause().getCause() instanceof UnresolvedAddressException)
          ? "the host is unknown"
          : "there is no connection";
    }
    return "the connection broke (" + e.getClass().getSimpleName() + ")";
  }
}
