package dev.triptych.cli.view;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The browser of whoever sits at this machine. */
final class WebBrowser {
  private WebBrowser() {}

  /**
   * The command that opens an address; empty if nobody sees this machine's screen.
   *
   * @param system as Java names it
   */
  static Optional<List<String>> command(
      String url, String system, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (environment.containsKey("SSH_CONNECTION")) {
      return Optional.empty();
    }
    if (name.startsWith("mac")) {
      return Optional.of(List.of("open", url));
    }
    if (name.startsWith("windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", url));
    }
    boolean screen =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return screen ? Optional.of(List.of("xdg-open", url)) : Optional.empty();
  }

  /** Whether a browser was started. */
  static boolean open(String url, Map<String, String> environment) {
    Optional<List<String>> command = command(url, System.getProperty("os.name", ""), environment);
    if (command.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(command.get())
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false; // there is none; its address is printed
    }
  }
}
