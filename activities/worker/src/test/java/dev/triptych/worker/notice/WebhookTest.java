package dev.triptych.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://chat.example/hooks/s3cret?key=s3cret",
        "http://127.0.0.1:8080/s3cret",
        "http://localhost/s3cret",
        "HTTP://[::1]:9/s3cret"
      })
  void takesWhatNobodyElseCanRead(String address) {
    assertThat(Webhook.of(address, "--notify")).hasToString("Webhook[hidden]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://chat.example/s3cret",
        "http://localhost.example/s3cret",
        "http://127.0.0.1.example/s3cret",
        "http://10.0.0.1/s3cret",
        "https://me:s3cret@chat.example/",
        "https://chat.example/#s3cret",
        "https://chat.example:99999/s3cret",
        "ftp://chat.example/s3cret",
        "s3cret",
        "https:// s3cret"
      })
  void refusesTheRestAndDoesNotQuoteIt(String address) {
    assertThatThrownBy(() -> Webhook.of(address, "--notify"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("The address to notify")
        .hasMessageContaining("--notify")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void saysWhichVariableIsNotSet() {
    assertThatThrownBy(() -> Webhook.named("WHOM", Map.of("WHOM", " ")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("WHOM");
  }
}
