package dev.triptych.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static boolean terminal(String... more) {
    Map<String, String> environment =
        new HashMap<>(Map.of("TRIPTYCH_TERMINAL", "1", "TERM", "xterm-256color"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return Console.terminal(environment);
  }

  @Test
  void drawsOnTerminals() {
    assertThat(terminal()).isTrue();
    assertThat(terminal("TERM", "linux", "NO_COLOR", "")).isTrue();
    assertThat(Console.terminal(Map.of("TERM", "xterm"))).as("a pipe").isFalse();
  }

  @Test
  void sendsNoControlCodesWhereTheyAreNotUnderstoodOrWanted() {
    assertThat(terminal("TERM", "dumb")).isFalse();
    assertThat(terminal("TERM", "")).isFalse();
    assertThat(terminal("NO_COLOR", "1")).isFalse();
    assertThat(terminal("NO_COLOR", "no")).isFalse();
  }
}
