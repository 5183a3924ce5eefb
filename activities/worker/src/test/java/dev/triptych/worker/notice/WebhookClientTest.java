package dev.triptych.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.triptych.worker.retry.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookClientTest {
  private static final Backoff QUICK =
      new Backoff(Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofMillis(1));
  private static final Backoff NEVER =
      new Backoff(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));
  private static final byte[] JSON = "{\"run\":\"mine\"}".getBytes(StandardCharsets.UTF_8);

  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    Integer status = answers.poll();
    if (status == null) {
      awaitTheEnd(); // says nothing
      return;
    }
    if (status == 307) {
      exchange.getResponseHeaders().put("Location", Collections.singletonList("/elsewhere"));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void awaitTheEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Webhook hook() {
    return Webhook.of("http://127.0.0.1:" + server.getAddress().getPort() + "/s3cret", "test");
  }

  private static WebhookClient patient() {
    return new WebhookClient(QUICK, Duration.ofSeconds(30));
  }

  @Test
  void postsJson() {
    answers.add(204);

    assertThat(patient().post(hook(), JSON)).isEmpty();
    assertThat(asked).containsExactly("POST /s3cret {\"run\":\"mine\"}");
  }

  @Test
  void triesAgainWhileTheOtherSideIsOverloaded() {
    answers.addAll(List.of(503, 429, 200));

    assertThat(patient().post(hook(), JSON)).isEmpty();
    assertThat(asked).hasSize(3);
  }

  @Test
  void takesNoForAnAnswer() {
    answers.add(404);

    assertThat(patient().post(hook(), JSON)).contains("the answer was status 404");
    assertThat(asked).hasSize(1);
  }

  @Test
  void followsNoRedirect() {
    answers.addAll(List.of(307, 200));

    assertThat(patient().post(hook(), JSON))
        .contains("the answer was a redirect (307), which is not followed");
    assertThat(asked).hasSize(1);
  }

  @Test
  void leavesOneThatDoesNotAnswer() {
    assertThat(new WebhookClient(NEVER, Duration.ofMillis(100)).post(hook(), JSON))
        .contains("there was no answer in time");
  }

  @Test
  void saysThatNobodyIsThere() {
    Webhook gone = hook();
    server.stop(0);

    assertThat(new WebhookClient(NEVER, Duration.ofSeconds(30)).post(gone, JSON))
        .contains("there is no connection");
  }
}
