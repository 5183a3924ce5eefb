package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportInBrowserTest {
  private static final String AT_REST =
      "new Promise(r => { const look = () => motion === 0 ? r(true) : setTimeout(look, 20); look();"
          + " })";
  private static final String PAINTED =
      "[...document.querySelectorAll('.triptych canvas')].filter(c =>"
          + " c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data[3]).length";
  private static final String FOLDED = "document.querySelectorAll('details:not([open])').length";

  @TempDir private static Path folder;
  private static Chromium browser;
  private static Path twoVariants; // of a style with a long name

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "Chromium is not installed: the page was not driven");
    browser = Chromium.start(program.get(), folder.resolve("profile"));
    String style = "a style of " + "unbreakable".repeat(6);
    twoVariants = page(List.of(style), List.of("ours", "gan-inversion"));
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    if (browser != null) { // without one nothing was begun
      browser.close();
    }
  }

  private static Path page(List<String> styles, List<String> variants) throws Exception {
    Path file = folder.resolve(styles.size() + "-" + variants.size() + ".html");
    return Files.writeString(file, ReportPage.render(SampleReport.of(styles, variants)));
  }

  private static void open(Path file, String scheme) throws Exception {
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-reduced-motion", "value", "reduce"),
                Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.open(file);
    browser.evaluate("Promise.all([...sprites.values()].map(v => v.ready))");
  }

  @Test
  void turnsThePortraitUnderTheMouse() throws Exception {
    browser.size(1280, 1600);
    open(page(List.of("an elf", "a clown"), List.of("ours")), "light");
    assertThat(view(0)).isEqualTo("0,0");
    String before = pixels();

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

    String[] turned = view(0).split(",");
    assertThat(Double.parseDouble(turned[0])).as("pitch").isNegative();
    assertThat(Double.parseDouble(turned[1])).as("yaw").isLessThan(-10);
    assertThat(view(1)).as("turned together").isEqualTo(view(0));
    assertThat(pixels()).isNotEqualTo(before);
    assertThat(
            browser
                .evaluate(
                    "document.fonts.size + performance.getEntriesByType('resource')"
                        + ".filter(e => !e.name.startsWith('data:')).length")
                .asInt())
        .as("requests")
        .isZero();
  }

  @Test
  void fitsAPhoneAndTurnsUnderAFinger() throws Exception {
    Phone.hold(browser);
    open(twoVariants, "light");
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");

    Phone.assertFits(browser);
    Phone.swipe(browser, "document.querySelector('.triptych:not(.methods) .centre canvas')", 90);
    browser.evaluate(AT_REST);
    String turned =
        browser.evaluate("document.querySelector('.triptych:not(.methods)').dataset.view").asText();
    assertThat(Double.parseDouble(turned.split(",")[1])).as("yaw").isLessThan(-10);
    browser.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
  }

  @Test
  void printsAllThatMattersOnWhite() throws Exception {
    browser.size(1280, 900);
    open(twoVariants, "dark");
    int folded = browser.evaluate(FOLDED).asInt();
    int canvases = browser.evaluate("document.querySelectorAll('.triptych canvas').length").asInt();
    assertThat(browser.evaluate(PAINTED).asInt()).as("on the screen").isBetween(1, canvases - 1);

    browser.evaluate(
        "addEventListener('beforeprint', () => atPrint = {painted: "
            + PAINTED
            + ", folded: "
            + FOLDED
            + ", artefacts: document.querySelectorAll('details.artefacts').length})");
    browser.call("Page.printToPDF", Map.of("printBackground", true));
    JsonNode atPrint = browser.evaluate("atPrint");
    assertThat(atPrint.path("painted").asInt()).isEqualTo(canvases);
    assertThat(atPrint.path("folded")).as("digests alone").isEqualTo(atPrint.path("artefacts"));
    assertThat(browser.evaluate(FOLDED).asInt()).as("afterwards").isEqualTo(folded);

    browser.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgba(0, 0, 0, 0)");
    assertThat(shown(".hint")).isZero();
    assertThat(shown(".poses canvas")).isPositive();
    browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
  }

  private static int shown(String selector) throws Exception {
    return browser
        .evaluate(
            "[...document.querySelectorAll('"
                + selector
                + "')].filter(e => e.getClientRects().length).length")
        .asInt();
  }

  private static String view(int index) throws Exception {
    return browser
        .evaluate("document.querySelectorAll('.triptych')[" + index + "].dataset.view")
        .asText();
  }

  private static String pixels() throws Exception {
    return browser
        .evaluate("document.querySelector('.triptych .centre canvas').toDataURL()")
        .asText();
  }
}
