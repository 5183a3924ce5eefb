package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputEncodingTest {
  @Test
  void takesWhatCouldBeRead() {
    assertThat(
            InputEncoding.problem(
                List.of("run", "--set", "styles=[a señor, who?]"),
                Map.of("TRIPTYCH_DATA", "/tmp/señor", "PS1", "\uFFFD"),
                "/home/señor"))
        .isEmpty();
  }

  @Test
  void namesWhatCouldNot() {
    assertThat(InputEncoding.problem(List.of("run", "a se\uFFFD\uFFFDor"), Map.of(), "/"))
        .get()
        .asString()
        .contains("a se\uFFFD\uFFFDor", "LC_ALL=C.UTF-8");
    assertThat(InputEncoding.problem(List.of(), Map.of(), "/home/se\uFFFDor"))
        .get()
        .asString()
        .contains("working folder");
  }

  @Test
  void doesNotQuoteVariables() {
    assertThat(InputEncoding.problem(List.of(), Map.of("AWS_SECRET_ACCESS_KEY", "hush\uFFFD"), "/"))
        .get()
        .asString()
        .contains("AWS_SECRET_ACCESS_KEY")
        .doesNotContain("hush");
  }
}
