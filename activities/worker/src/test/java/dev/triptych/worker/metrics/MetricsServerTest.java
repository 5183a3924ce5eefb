package dev.triptych.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.health.Health;
import dev.triptych.workflows.stage.Stage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private static HttpResponse<String> get(String url, String accept) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void tellsPrometheusInItsTextFormat() throws Exception {
    try (MetricsServer metrics = MetricsServer.start(0)) {
      metrics.worker().trained(Stage.FINE_TUNE, 7);
      metrics.worker().offer("triptych-cpu", 8, () -> 3);

      HttpResponse<String> answer = get(metrics.url(), "text/plain");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(answer.body())
          .contains("# TYPE triptych_training_steps_total counter")
          .contains("triptych_training_steps_total{stage=\"fine-tune\"} 7.0")
          .contains("triptych_slots{queue=\"triptych-cpu\"} 8.0")
          .contains("triptych_slots_used{queue=\"triptych-cpu\"} 3.0")
          .contains("jvm_memory_used_bytes{");
    }
  }

  @Test
  void listensOnLoopbackAloneUntilItIsClosed() throws Exception {
    MetricsServer metrics = MetricsServer.start(0);
    String url = metrics.url();

    assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+/metrics");
    assertThat(get(url, "*/*").statusCode()).isEqualTo(200);

    metrics.close();
    assertThatThrownBy(() -> get(url, "*/*")).isInstanceOf(ConnectException.class);
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (MetricsServer metrics = MetricsServer.start(0)) {
      int port = URI.create(metrics.url()).getPort();

      assertThatThrownBy(() -> MetricsServer.start(port)).isInstanceOf(IOException.class);
    }
  }

  private static String page(MetricsServer metrics, String path) {
    return metrics.url().replace("/metrics", path);
  }

  private static Health saying(@Nullable String notReady, @Nullable String notAlive) {
    return new Health() {
      @Override
      public Optional<String> notReady() {
        return Optional.ofNullable(notReady);
      }

      @Override
      public Optional<String> notAlive() {
        return Optional.ofNullable(notAlive);
      }
    };
  }

  @Test
  void answersProbesForTheWorker() throws Exception {
    try (MetricsServer metrics = MetricsServer.start(0)) {
      assertThat(get(page(metrics, "/health/ready"), "*/*").statusCode()).isEqualTo(503);
      assertThat(get(page(metrics, "/health/live"), "*/*").statusCode()).isEqualTo(200);

      metrics.watch(saying(null, null));
      assertThat(get(page(metrics, "/health/ready"), "*/*").statusCode()).isEqualTo(200);

      metrics.watch(saying("no work from x", "nothing asks for work"));
      HttpResponse<String> ready = get(page(metrics, "/health/ready"), "*/*");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("no work from x\n");
      assertThat(get(page(metrics, "/health/live"), "*/*").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void namesItsPagesToThoseWhoAskForAnother() throws Exception {
    try (MetricsServer metrics = MetricsServer.start(0)) {
      HttpResponse<String> answer = get(page(metrics, "/healthz"), "*/*");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).isEqualTo("/metrics, /health/ready, /health/live\n");
    }
  }

  @Test
  void listensOnEveryAddressWhenItIsTold() throws Exception {
    InetAddress all = InetAddress.getByName("0.0.0.0");
    InetAddress another = InetAddress.getByName("127.0.0.2"); // loopback's, but not the usual one
    try (MetricsServer metrics = MetricsServer.start(all, 0)) {
      String url = metrics.url();
      assertThat(url).startsWith("http://0.0.0.0:");

      String elsewhere = url.replace("0.0.0.0", another.getHostAddress());
      assertThat(get(elsewhere, "*/*").statusCode()).isEqualTo(200);
    }
  }
}
