package dev.triptych.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.stage.Stage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
}
