package dev.triptych.worker.metrics;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import dev.triptych.worker.health.Health;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Serves the metrics of this process and of Temporal's SDK at {@code /metrics}, and answers probes
 * at {@code /health/ready} and {@code /health/live}; to whoever reaches its address.
 */
public final class MetricsServer implements AutoCloseable {
  static final String PATH = "/metrics";
  private static final double REPORT_SECONDS = 1; // the SDK's counters reach the registry so often

  private final PrometheusMeterRegistry registry;
  private final WorkerMetrics worker;
  private final HTTPServer http;
  private final Scope scope;
  private final InetAddress address;
  private final AtomicReference<Health> health;

  private MetricsServer(
      PrometheusMeterRegistry registry,
      HTTPServer http,
      InetAddress address,
      AtomicReference<Health> health) {
    this.address = address;
    this.health = health;
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

  /** On loopback. */
  public static MetricsServer start(int port) throws IOException {
    return start(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * @param address of this machine, or one that stands for all of them
   * @param port 0 for any free one
   * @throws IOException if the port is taken, or the address another machine's
   */
  public static MetricsServer start(InetAddress address, int port) throws IOException {
    AtomicReference<Health> health = new AtomicReference<>(Health.STARTING);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HTTPServer http =
        HTTPServer.builder()
            .inetAddress(address)
            .port(port)
            .registry(registry.getPrometheusRegistry())
            .defaultHandler(new HealthPages(health::get))
            .buildAndStart();
    return new MetricsServer(registry, http, address, health);
  }

  /** Where Prometheus finds the metrics. */
  public String url() {
    String host = address.getHostAddress();
    String quoted = address instanceof Inet6Address ? "[" + host + "]" : host;
    return "http://" + quoted + ":" + http.getPort() + PATH;
  }

  /** From now on, probes are answered for this worker. */
  public void watch(Health worker) {
    health.set(worker);
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
