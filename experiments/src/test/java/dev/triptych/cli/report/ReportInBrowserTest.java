package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportInBrowserTest {
  private static final String AT_REST =
      "new Promise(r => { const look = () => motion === 0 ? r(true) : setTimeout(look, 20); look();"
          + " })";

  @Test
  void turnsThePortraitUnderTheMouse(@TempDir Path folder) throws Exception {
    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "Chromium is not installed: the page was not driven");
    Path file = folder.resolve("report.html");
    Files.writeString(
        file, ReportPage.render(SampleReport.of(List.of("an elf", "a clown"), List.of("ours"))));
    try (Chromium browser = Chromium.start(program.get(), folder.resolve("profile"))) {
      browser.call(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
      browser.size(1280, 1600);
      browser.open(file);
      browser.evaluate("Promise.all([...sprites.values()].map(v => v.ready))");
      assertThat(view(browser, 0)).isEqualTo("0,0");
      String before = pixels(browser);

      JsonNode box =
          browser.evaluate(
              "(b => ({x: b.x + b.width / 2, y: b.y + b.height / 2}))"
                  + "(document.querySelector('.triptych .centre canvas').getBoundingClientRect())");
      double x = box.path("x").asDouble();
      double y = box.path("y").asDouble();
      browser.mouse("mousePressed", x, y);
      browser.mouse("mouseMoved", x + 150, y);
      browser.mouse("mouseMoved", x + 150, y - 60);
      browser.mouse("mouseReleased", x + 150, y - 60);
      browser.evaluate(AT_REST);

      String[] turned = view(browser, 0).split(",");
      assertThat(Double.parseDouble(turned[0])).as("pitch").isNegative();
      assertThat(Double.parseDouble(turned[1])).as("yaw").isLessThan(-10);
      assertThat(view(browser, 1)).as("turned together").isEqualTo(view(browser, 0));
      assertThat(pixels(browser)).isNotEqualTo(before);
      assertThat(
              browser
                  .evaluate(
                      "document.fonts.size + performance.getEntriesByType('resource')"
                          + ".filter(e => !e.name.startsWith('data:')).length")
                  .asInt())
          .as("requests")
          .isZero();
    }
  }

  private static String view(Chromium browser, int index) throws Exception {
    return browser
        .evaluate("document.querySelectorAll('.triptych')[" + index + "].dataset.view")
        .asText();
  }

  private static String pixels(Chromium browser) throws Exception {
    return browser
        .evaluate("document.querySelector('.triptych .centre canvas').toDataURL()")
        .asText();
  }
}
