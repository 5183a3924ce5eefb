package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triptych.cli.sketch.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a spec says is shown in pages as it is said, and never run. */
class HostileWordsTest {
  private static final List<String> STYLES =
      List.of(
          "<script>hit = 1</script> elf",
          "\"><img src=x onerror=\"hit = 2\"> clown",
          "</script><script>hit = 3</script> wizard",
          "--><svg onload=\"hit = 4\"> ' & &lt; ${hit = 5} witch");

  // Words with quotation marks of both kinds, in YAML's own quotes.
  private static String quoted(String words) {
    return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Test
  void wordsOfASpecAreShownAndNeverRun(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Shell shell = Shell.sketching(data).withPriors("mini");
    Path spec = folder.resolve("spec.yaml");
    Files.writeString(
        spec,
        "name: hostile\npriors: mini\nstyles: ["
            + String.join(", ", STYLES.stream().map(HostileWordsTest::quoted).toList())
            + "]\nedit: {decorativePrompt: "
            + quoted("</style><script>hit = 6</script>")
            + ", negativePrompt: "
            + quoted("<iframe srcdoc='<script>top.hit = 7</script>'>")
            + "}\n");
    Shell.Answer run = shell.type("run", spec.toString(), "--run", "hostile");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path comparison = folder.resolve("comparison.html");
    Shell.Answer compare =
        shell.type("compare", "hostile", "--format", "html", "--to", comparison.toString());
    assertThat(compare.exitCode()).as(compare.err()).isZero();

    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "Chromium is not installed: the pages were not looked at");
    try (Chromium browser = Chromium.start(program.get(), folder.resolve("profile"))) {
      for (Path page : List.of(data.resolve("runs/hostile/report.html"), comparison)) {
        browser.open(page);
        assertThat(browser.evaluate("typeof hit").asText()).as("%s", page).isEqualTo("undefined");
        assertThat(
                browser
                    .evaluate("document.querySelectorAll('[onerror], [onload], iframe').length")
                    .asInt())
            .as("%s", page)
            .isZero();
        String shown = browser.evaluate("document.body.textContent").asText();
        STYLES.forEach(style -> assertThat(shown).as("%s", page).contains(style));
      }
    }
  }
}
