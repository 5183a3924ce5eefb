package dev.triptych.worker.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://host, http://host",
    "HTTP://host:1, http://host:1",
    "https://[::1]:65535/path, https://[::1]:65535/path",
    "Https://me:hush@Host:9000, https://me:hush@Host:9000"
  })
  void readsSchemesInAnyCase(String text, URI read) {
    assertThat(parse(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "http://host:65536, port that is not between 1 and 65535",
    "http://host:99999, port that is not between 1 and 65535",
    "https://host:0/x, port that is not between 1 and 65535",
    "http://host:99999999999, port that is not a number",
    "http://host:many, port that is not a number",
    "http://, is not a URL",
    "http:///path, has no host",
    "ht tp://host, is not a URL",
    "host:80, does not begin with http:// or https://",
    "ftp://host, does not begin with http:// or https://"
  })
  void saysWhatIsWrong(String text, String problem) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(StoreMisconfigured.class)
        .hasMessageContaining(problem);
  }

  @Test
  void leavesItToTheCallerWhetherToShowTheAddress() {
    assertThatThrownBy(() -> parse("http://me:hush@host:99999"))
        .hasMessageNotContaining("hush")
        .hasNoCause();
  }

  private static URI parse(String text) {
    return WebAddress.parse(
        text, problem -> new StoreMisconfigured("The address " + problem, "HERE", "Mend it."));
  }
}
