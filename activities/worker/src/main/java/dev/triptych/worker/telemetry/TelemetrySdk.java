package dev.triptych.worker.telemetry;

import dev.triptych.worker.host.Host;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** OpenTelemetry's SDK as the environment configures it. */
final class TelemetrySdk {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final String UNNAMED = "unknown_service";
  private static final long PATIENCE_SECONDS = 5;

  private final OpenTelemetrySdk sdk;

  private TelemetrySdk(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /**
   * @param properties OpenTelemetry's, whatever the process's environment says
   * @param service what this process is called unless {@code properties} name it
   * @throws IllegalArgumentException if they cannot be understood; its message holds no header
   */
  static TelemetrySdk start(Map<String, String> properties, String service) {
    sayInOurLog();
    try {
      return new TelemetrySdk(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesCustomizer(config -> properties)
              .addResourceCustomizer((resource, config) -> resource.merge(own(resource, service)))
              .addTracerProviderCustomizer(
                  (tracers, config) -> tracers.setIdGenerator(new SpanIds()))
              .disableShutdownHook() // what a drained worker still says comes later
              .setResultAsGlobal()
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(
          withoutHeaders(String.valueOf(e.getMessage()), properties));
    }
  }

  /** Headers are where collectors' keys are. */
  private static String withoutHeaders(String message, Map<String, String> properties) {
    String told = message;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().endsWith(".headers") && !property.getValue().isEmpty()) {
        told = told.replace(property.getValue(), "***");
      }
    }
    return told;
  }

  private static Resource own(Resource configured, String service) {
    String name = configured.getAttribute(SERVICE);
    boolean named = name != null && !name.startsWith(UNNAMED);
    return Resource.create(
        Attributes.of(
            SERVICE,
            named ? name : service,
            AttributeKey.stringKey("host.name"),
            Host.name(),
            AttributeKey.longKey("process.pid"),
            Host.pid()));
  }

  /** The SDK uses Java's own logging, which would write to the terminal by itself. */
  private static void sayInOurLog() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Sends what has ended so far; waits a few seconds at most. */
  void flush() {
    sdk.getSdkTracerProvider().forceFlush().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends what is left, and nothing from then on; waits a few seconds at most. */
  void close() {
    sdk.getSdkTracerProvider().shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
