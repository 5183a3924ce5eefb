package dev.triptych.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.worker.errors.Explanation;
import dev.triptych.worker.errors.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests: the page at {@code /KEY/}, its pictures at {@code frame}, as red, green, blue
 * and opaque bytes, and at {@code picture}, as PNG, and its meshes at {@code mesh}. Nothing of a
 * request is ever part of a file's name.
 */
final class ViewPages {
  private static final Logger LOG = LoggerFactory.getLogger(ViewPages.class);
  private static final int FINE = 200;
  private static final int NEEDLESS = 204; // a newer pose was asked for
  private static final Duration WAY = Duration.ofMillis(200); // of a slice of a mesh for pictures
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Gate gate;
  private final Studio studio;
  private final FrameQueue frames;
  private final FrameQueue meshes;
  private final Executor writers;

  /**
   * @param meshes beside the pictures, to which they give way
   * @param writers write answers, so that no thread that renders waits for a browser
   */
  ViewPages(Gate gate, Studio studio, FrameQueue frames, FrameQueue meshes, Executor writers) {
    this.gate = gate;
    this.studio = studio;
    this.frames = frames;
    this.meshes = meshes;
    this.writers = writers;
  }

  /** The exchange may be answered later, by another thread. */
  void handle(HttpExchange exchange) {
    try {
      String path = exchange.getRequestURI().getRawPath();
      String query = exchange.getRequestURI().getRawQuery();
      Optional<Refusal> refusal =
          gate.refusal(exchange.getRequestMethod(), path, query, exchange.getRequestHeaders());
      if (refusal.isPresent()) {
        exchange.getResponseHeaders().set("Connection", "close");
        refuse(exchange, refusal.get());
        return;
      }
      switch (path.substring(gate.root().length())) {
        case "" -> page(exchange);
        case "frame" ->
            ask(frames, exchange, query, asked -> Content.pixels(studio.picture(asked)));
        case "picture" -> ask(frames, exchange, query, asked -> Content.png(studio.picture(asked)));
        case "mesh" -> ask(meshes, exchange, query, asked -> Content.glb(mesh(asked)));
        default -> refuse(exchange, new Refusal(Refusal.UNKNOWN, "there is no such page"));
      }
    } catch (RuntimeException e) {
      refuse(exchange, refusal(e));
    }
  }

  private void ask(
      FrameQueue queue,
      HttpExchange exchange,
      @Nullable String query,
      Function<FrameRequest, Content> work) {
    FrameRequest request = FrameRequest.of(new Parameters(query));
    queue.ask(request.place(), () -> work.apply(request), new Sent(exchange));
  }

  private byte[] mesh(FrameRequest asked) {
    return studio.mesh(asked, () -> frames.giveWay(WAY));
  }

  private void page(HttpExchange exchange) {
    ViewPage page = ViewPage.of(studio.show());
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", page.policy());
    headers.set("X-Frame-Options", "DENY");
    write(exchange, FINE, "text/html; charset=utf-8", page.html().getBytes(UTF_8));
  }

  private static Refusal refusal(Throwable reason) {
    if (reason instanceof Refused refused) {
      return refused.refusal();
    }
    Optional<Explanation> explained = Failures.explain(reason);
    if (explained.isPresent()) {
      return new Refusal(Refusal.FAULT, explained.get().toString());
    }
    LOG.error("what a page asks for could not be made", reason);
    return new Refusal(Refusal.FAULT, "this is a fault of Triptych: " + reason);
  }

  private static void refuse(HttpExchange exchange, Refusal refusal) {
    write(exchange, refusal.status(), TEXT, (refusal.words() + "\n").getBytes(UTF_8));
  }

  private static void write(HttpExchange exchange, int status, String type, byte[] body) {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", type);
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      LOG.debug("a browser did not wait for its answer", e);
    }
  }

  /** Sends a browser what becomes of its request. */
  private final class Sent implements FrameQueue.Answer {
    private final HttpExchange exchange;

    Sent(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void made(Content content) {
      if (content.width() > 0) {
        exchange.getResponseHeaders().set("Triptych-Width", String.valueOf(content.width()));
      }
      later(() -> write(exchange, FINE, content.type(), content.bytes()));
    }

    @Override
    public void needless() {
      later(() -> write(exchange, NEEDLESS, TEXT, new byte[0]));
    }

    @Override
    public void busy() {
      exchange.getResponseHeaders().set("Retry-After", "1");
      later(() -> refuse(exchange, new Refusal(Refusal.BUSY, "too much is asked for at once")));
    }

    @Override
    public void failed(Throwable reason) {
      later(() -> refuse(exchange, refusal(reason)));
    }

    private void later(Runnable answer) {
      try {
        writers.execute(answer);
      } catch (RejectedExecutionException e) {
        exchange.close(); // the program ends, or too many browsers do not take their answers
      }
    }
  }
}
