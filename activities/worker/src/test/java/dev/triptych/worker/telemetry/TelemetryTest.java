package dev.triptych.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @BeforeEach
  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void isWantedIfAnExporterOrAnEndpointIsNamed() {
    assertThat(Telemetry.wanted(Map.of())).isFalse();
    assertThat(Telemetry.wanted(Map.of("OTEL_SERVICE_NAME", "a"))).isFalse();
    assertThat(Telemetry.wanted(Map.of(ENDPOINT, " "))).isFalse();
    assertThat(Telemetry.wanted(Map.of(ENDPOINT, "http://there"))).isTrue();
    assertThat(Telemetry.wanted(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://x"))).isTrue();
    assertThat(Telemetry.wanted(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
    assertThat(Telemetry.wanted(Map.of(ENDPOINT, "http://x", "OTEL_TRACES_EXPORTER", "none")))
        .isFalse();
    assertThat(Telemetry.wanted(Map.of(ENDPOINT, "http://x", "OTEL_SDK_DISABLED", "true")))
        .isFalse();
  }

  @Test
  void loadsNothingOfTheSdkUnlessItIsWanted() throws Exception {
    try (URLClassLoader without = withoutTheSdk()) {
      Class<?> telemetry = without.loadClass(Telemetry.class.getName());
      Object off = telemetry.getConstructor().newInstance();
      telemetry.getMethod("start", Map.class, String.class).invoke(off, Map.of(), "triptych");
      telemetry.getMethod("flush").invoke(off);
      telemetry.getMethod("close").invoke(off);
      Class<?> spans = without.loadClass(Spans.class.getName());
      assertThat(spans.getMethod("tracer").invoke(null)).isNotNull();
      for (Class<?> used :
          List.of(StepTelemetry.class, WorkflowSpanWriter.class, TracedStarts.class)) {
        Class.forName(used.getName(), true, without);
      }

      assertThatThrownBy(
              () ->
                  telemetry
                      .getMethod("start", Map.class, String.class)
                      .invoke(off, Map.of(ENDPOINT, "http://there"), "triptych"))
          .isInstanceOf(InvocationTargetException.class)
          .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  private static URLClassLoader withoutTheSdk() {
    URL[] rest =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*opentelemetry-(sdk|exporter).*"))
            .map(TelemetryTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Sent(String path, String type, String key, String body) {}

  @Test
  void sendsSpansWhereTheEnvironmentSays() throws IOException {
    List<Sent> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          received.add(
              new Sent(
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("content-type"),
                  exchange.getRequestHeaders().getFirst("x-key"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try (Telemetry telemetry = new Telemetry()) {
      telemetry.start(
          Map.of(
              ENDPOINT,
              "http://127.0.0.1:" + collector.getAddress().getPort(),
              "OTEL_EXPORTER_OTLP_HEADERS",
              "x-key=hunter2",
              "OTEL_RESOURCE_ATTRIBUTES",
              "deployment.environment.name=trial"),
          "triptych-worker");
      Spans.tracer().spanBuilder("triptych.one").startSpan().end();
      telemetry.flush();

      assertThat(received)
          .singleElement()
          .satisfies(
              sent -> {
                assertThat(sent.path()).isEqualTo("/v1/traces");
                assertThat(sent.type()).isEqualTo("application/x-protobuf");
                assertThat(sent.key()).isEqualTo("hunter2");
                assertThat(sent.body())
                    .contains("triptych.one", "triptych-worker", "deployment.environment.name");
              });
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void aWrongSettingIsToldWithoutTheHeaders() {
    try (Telemetry telemetry = new Telemetry()) {
      Map<String, String> headers =
          Map.of(ENDPOINT, "http://there", "OTEL_EXPORTER_OTLP_HEADERS", "hunter2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> telemetry.start(headers, "triptych"))
          .withMessageContaining("headers")
          .withMessageNotContaining("hunter2");

      Map<String, String> share =
          Map.of(
              ENDPOINT,
              "http://there",
              "OTEL_TRACES_SAMPLER",
              "triptych_steps",
              "OTEL_TRACES_SAMPLER_ARG",
              "7");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> telemetry.start(share, "triptych"))
          .withMessageContaining("OTEL_TRACES_SAMPLER_ARG")
          .withMessageContaining("0 to 1");
    }
  }
}
