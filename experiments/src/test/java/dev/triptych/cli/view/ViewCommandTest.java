package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a page is said before anything is loaded. */
class ViewCommandTest {
  @TempDir private static Path folder;
  private static Shell shell;

  @BeforeAll
  static void runOnce() throws IOException {
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    assertThat(run("good", "an elf")).isZero();
    assertThat(run("bad", "an elf that fails")).isNotZero();
  }

  private static int run(String name, String style) throws IOException {
    Path spec = folder.resolve(name + ".yaml");
    Files.writeString(spec, "name: " + name + "\npriors: mini\nstyles: [" + style + "]\n");
    return shell.type("run", spec.toString(), "--run", name).exitCode();
  }

  @Test
  void aRunWithoutAPortraitHasNothingToShow() {
    Shell.Answer answer = shell.type("view", "bad", "--no-open");
    assertThat(answer.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("has no portrait to look at", "triptych resume bad");
  }

  @Test
  void aBusyPortIsNamed() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(busy.getLocalPort());
      Shell.Answer answer = shell.type("view", "good", "--no-open", "--port", port);
      assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.SURROUNDINGS);
      assertThat(answer.err()).contains("port " + port, "it is taken", "--port, or 0");
    }
    assertThat(shell.type("view", "good", "--port", "70000").err())
        .contains("must be a whole number between 0 and 65535");
    assertThat(shell.type("view", "good", "--host", "no such host").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aMissingPriorSetIsNamed() throws IOException {
    Path set = folder.resolve("data/priors/mini");
    Path away = folder.resolve("mini-away");
    Files.move(set, away);
    try {
      Shell.Answer answer = shell.type("view", "good", "--no-open");
      assertThat(answer.exitCode()).as(answer.err()).isNotZero();
      assertThat(answer.err()).contains("mini").doesNotContain("Exception");
    } finally {
      Files.move(away, set);
    }
  }

  @Test
  void anotherPlacesRunIsNotFound() {
    assertThat(shell.type("view", "elsewhere").err()).contains("There is no run \"elsewhere\"");
    assertThat(shell.type("view", "--data", folder.resolve("nowhere").toString()).err())
        .contains("There are no runs here yet");
  }

  @Test
  void aBrowserIsOpenedOnlyWhereSomebodySeesIt() {
    String url = "http://127.0.0.1:1/key/";
    assertThat(WebBrowser.command(url, "Linux", Map.of("DISPLAY", ":0")))
        .contains(List.of("xdg-open", url));
    assertThat(WebBrowser.command(url, "Linux", Map.of())).isEmpty();
    assertThat(WebBrowser.command(url, "Linux", Map.of("DISPLAY", ":0", "SSH_CONNECTION", "x")))
        .isEmpty();
    assertThat(WebBrowser.command(url, "Mac OS X", Map.of())).contains(List.of("open", url));
  }
}
