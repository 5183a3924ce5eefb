package dev.triptych.worker.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends this process's traces where OpenTelemetry's own environment variables say. Without one that
 * names an exporter or an endpoint nothing is sent, and nothing of the SDK is loaded.
 */
public final class Telemetry implements AutoCloseable {
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  /** What is not said is so; metrics are Prometheus's, and logs go to stderr. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private @Nullable TelemetrySdk sdk;

  /** Whether {@code environment} asks for traces. */
  public static boolean wanted(Map<String, String> environment) {
    String exporter = environment.getOrDefault(EXPORTER, "").strip();
    if (exporter.equals("none")
        || Boolean.parseBoolean(environment.getOrDefault("OTEL_SDK_DISABLED", "").strip())) {
      return false;
    }
    return !exporter.isEmpty()
        || ENDPOINTS.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /**
   * Begins, for the whole process, if {@code environment} asks for it.
   *
   * @param service what this process is called unless the environment names it
   * @throws IllegalArgumentException if it cannot be understood
   */
  public void start(Map<String, String> environment, String service) {
    if (wanted(environment)) {
      sdk = TelemetrySdk.start(properties(environment), service);
    }
  }

  /** As the SDK reads its variables. */
  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }

  /** Sends what has ended so far; waits a few seconds at most. */
  public void flush() {
    TelemetrySdk running = sdk;
    if (running != null) {
      running.flush();
    }
  }

  /** Sends what is left; waits a few seconds at most. */
  @Override
  public void close() {
    TelemetrySdk running = sdk;
    if (running != null) {
      running.close();
    }
  }
}
