package dev.triptych.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.triptych.worker.store.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Just enough of an S3 server to misbehave on demand; believes every signature. */
final class FaultyS3 implements AutoCloseable {
  enum Fault {
    /** 503, nothing done. */
    OVERLOADED,
    /** 503 without XML, as proxies answer. */
    BAD_GATEWAY,
    /** 429, nothing done. */
    TOO_MANY,
    /** The connection ends before an answer, nothing done. */
    HANGS_UP,
    /** Done, but the answer is an error. */
    LOST_ANSWER,
    /** Done, but the connection ends before an answer. */
    LOST_CONNECTION,
    /** The body ends half-way. */
    CUT_SHORT,
    /** One bit of the body is another. */
    GARBLED,
    /** 403 that repeats what it was told. */
    DENIED
  }

  private static final String BUCKET = "/faults/";

  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  final Queue<Fault> writeFaults = new ConcurrentLinkedQueue<>();
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  volatile boolean conditional = true;
  private HttpServer server;
  private ExecutorService threads;
  private int port;

  FaultyS3() throws IOException {
    start();
  }

  /** Starts, or starts again on the same port. */
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (!path.startsWith(BUCKET) || path.length() == BUCKET.length()) {
        send(exchange, 200, new byte[0]); // the bucket is there
        return;
      }
      boolean writes = exchange.getRequestMethod().equals("PUT");
      Fault fault = (writes && !writeFaults.isEmpty() ? writeFaults : faults).poll();
      if (fault == null) {
        handle(exchange, path, body);
        return;
      }
      switch (fault) {
        case OVERLOADED -> error(exchange, 503, "SlowDown", "");
        case BAD_GATEWAY -> send(exchange, 502, "<html>bad gateway</html>".getBytes(UTF_8));
        case TOO_MANY -> error(exchange, 429, "SlowDown", "");
        case HANGS_UP -> {}
        case LOST_ANSWER -> {
          perform(exchange, path, body);
          error(exchange, 500, "InternalError", "");
        }
        case LOST_CONNECTION -> perform(exchange, path, body);
        case CUT_SHORT -> {
          byte[] content = objects.get(path);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, content.length / 2);
          exchange.getResponseBody().flush();
        }
        case GARBLED -> {
          byte[] content = objects.get(path).clone();
          content[content.length / 2] ^= 1;
          send(exchange, 200, content);
        }
        case DENIED ->
            error(
                exchange,
                403,
                "AccessDenied",
                exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"));
      }
    }
  }

  private void handle(HttpExchange exchange, String path, byte[] body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (perform(exchange, path, body)) {
          exchange.getResponseHeaders().set("ETag", "\"" + etag(body) + "\"");
          send(exchange, 200, new byte[0]);
        } else {
          error(exchange, 412, "PreconditionFailed", "");
        }
      }
      case "DELETE" -> {
        objects.remove(path);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> {
        byte[] content = objects.get(path);
        if (content == null) {
          error(exchange, 404, "NoSuchKey", "");
        } else {
          exchange.getResponseHeaders().set("ETag", "\"" + etag(content) + "\"");
          send(exchange, 200, content);
        }
      }
    }
  }

  private synchronized boolean perform(HttpExchange exchange, String path, byte[] body) {
    byte[] old = objects.get(path);
    String absent = exchange.getRequestHeaders().getFirst("If-None-Match");
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    boolean holds =
        (absent == null || old == null)
            && (match == null || (old != null && match.equals("\"" + etag(old) + "\"")));
    if (holds || !conditional) {
      objects.put(path, body);
      return true;
    }
    return false;
  }

  private static String etag(byte[] content) {
    return Digests.sha256(content).substring(0, 32);
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    String xml = "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
    send(exchange, status, xml.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("Last-Modified", "Mon, 02 Jan 2023 03:04:05 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  /** Goes away; what it holds stays. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
