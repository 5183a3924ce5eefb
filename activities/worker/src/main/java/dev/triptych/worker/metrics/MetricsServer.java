package dev.triptych.worker.metrics;

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
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.io.IOException;
import java.net.InetAddress;

/** Serves the metrics of this process and of Temporal's SDK at {@code /metrics}, on loopback. */
public final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final double REPORT_SECONDS = 1; // the SDK's counters reach the registry so often

  private final PrometheusMeterRegistry registry;
  private final WorkerMetrics worker;
  private final HTTPServer http;
  private final Scope scope;

  private MetricsServer(PrometheusMeterRegistry registry, HTTPServer http) {
    this.registry = registry;
    this.worker = new WorkerMetrics(registry);
    this.http = http;
    this.scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * @param port 0 for any free one
   * @throws IOException if the port is taken
   */
  public static MetricsServer start(int port) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HTTPServer http =
        HTTPServer.builder()
            .inetAddress(InetAddress.getLoopbackAddress())
            .port(port)
            .registry(registry.getPrometheusRegistry())
            .buildAndStart();
    return new MetricsServer(registry, http);
  }

  /** Where Prometheus finds the metrics. */
  public String url() {
    String loopback = InetAddress.getLoopbackAddress().getHostAddress();
    return "http://" + loopback + ":" + http.getPort() + PATH;
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
    http.close();
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      throw new IllegalStateException("The last numbers of Temporal's SDK were lost", e);
    }
    registry.close();
  }
}
