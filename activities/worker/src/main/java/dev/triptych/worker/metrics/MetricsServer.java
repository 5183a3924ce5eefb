package dev.triptych.worker.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Serves the metrics of this process and of Temporal's SDK at {@code /metrics}, on loopback. */
public final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final double REPORT_SECONDS = 1; // the SDK's counters reach the registry so often
  private static final int OK = 200;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final WorkerMetrics worker = new WorkerMetrics(registry);
  private final HttpServer http;
  private final Scope scope;

  private MetricsServer(HttpServer http) {
    this.http = http;
    this.scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    http.createContext(PATH, this::serve);
    http.start();
  }

  /**
   * @param port 0 for any free one
   * @throws IOException if the port is taken
   */
  public static MetricsServer start(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new MetricsServer(HttpServer.create(address, 0));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", TEXT);
      exchange.sendResponseHeaders(OK, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** Where Prometheus finds the metrics. */
  public String url() {
    InetSocketAddress address = http.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + PATH;
  }

  /** Takes the numbers of Temporal's SDK. */
  public Scope scope() {
    return scope;
  }

  public WorkerMetrics worker() {
    return worker;
  }

  @Override
  public void close() {
    http.stop(0);
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      throw new IllegalStateException("The last numbers of Temporal's SDK were lost", e);
    }
    registry.close();
  }
}
