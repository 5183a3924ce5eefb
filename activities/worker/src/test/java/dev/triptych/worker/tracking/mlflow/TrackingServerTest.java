package dev.triptych.worker.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingServerTest {
  private static final String ADDRESS = "MLFLOW_TRACKING_URI";

  @Test
  void isNoneIfTheEnvironmentNamesNone() {
    assertThat(TrackingServer.of(Map.of(ADDRESS, " "))).isEmpty();
  }

  @Test
  void takesUserAndPasswordOutOfTheAddress() {
    TrackingServer server =
        TrackingServer.of(Map.of(ADDRESS, "https://me:hush@host:5000/mlflow/")).orElseThrow();

    assertThat(server).hasToString("https://host:5000/mlflow");
    assertThat(server.username()).isEqualTo("me");
    assertThat(server.password()).isEqualTo("hush");
  }

  @Test
  void neverShowsWhatLetsItIn() {
    TrackingServer server =
        TrackingServer.of(
                Map.of(
                    ADDRESS,
                    "http://host",
                    "MLFLOW_TRACKING_USERNAME",
                    "me",
                    "MLFLOW_TRACKING_PASSWORD",
                    "hush",
                    "MLFLOW_TRACKING_TOKEN",
                    "tokentoken"))
            .orElseThrow();

    assertThat(server.toString()).doesNotContain("me", "hush", "tokentoken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite:///x?hush",
        "file:///hush",
        "databricks",
        "http://",
        "ht tp:hush",
        "http://me:hush@host:99999",
        "http://host:0"
      })
  void refusesWhatIsNoServerWithoutQuotingIt(String address) {
    assertThatExceptionOfType(TrackerRefused.class)
        .isThrownBy(() -> TrackingServer.of(Map.of(ADDRESS, address)))
        .withMessageContaining(ADDRESS)
        .withMessageNotContaining("hush");
  }

  @Test
  void wantsUserAndPasswordTogether() {
    assertThatExceptionOfType(TrackerRefused.class)
        .isThrownBy(
            () ->
                TrackingServer.of(
                    Map.of(ADDRESS, "http://host", "MLFLOW_TRACKING_USERNAME", "me")));
  }
}
