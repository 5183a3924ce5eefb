package dev.triptych.worker.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.triptych.worker.health.Health;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers probes: 200, or 503 with the reason. */
final class HealthPages implements HttpHandler {
  static final String READY = "/health/ready";
  static final String LIVE = "/health/live";

  private static final int FINE = 200;
  private static final int UNKNOWN = 404;
  private static final int UNAVAILABLE = 503;

  private final Supplier<Health> health;

  HealthPages(Supplier<Health> health) {
    this.health = health;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case READY -> answer(exchange, health.get().notReady());
        case LIVE -> answer(exchange, health.get().notAlive());
        default -> answer(exchange, UNKNOWN, MetricsServer.PATH + ", " + READY + ", " + LIVE);
      }
    }
  }

  private static void answer(HttpExchange exchange, Optional<String> wrong) throws IOException {
    answer(exchange, wrong.isEmpty() ? FINE : UNAVAILABLE, wrong.orElse("yes"));
  }

  private static void answer(HttpExchange exchange, int status, String words) throws IOException {
    byte[] body = (words + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
