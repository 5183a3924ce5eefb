package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A browser as if it were a phone's, in one hand. */
public final class Phone {
  private static final int WIDTH = 390;
  private static final int HEIGHT = 844;
  private static final double SMALLEST = 14; // pixels of letters
  private static final double ROUNDING = .1;

  private static final String LETTERS =
      """
      (() => {
        const shown = [...document.body.querySelectorAll('*')].filter(e => e.getClientRects().length
          && !e.closest('.unseen') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
        const scale = svg => svg && svg.viewBox.baseVal.width
          ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        const size = e => parseFloat(getComputedStyle(e).fontSize) * scale(e.ownerSVGElement);
        return shown.map(e => [size(e), e.textContent]).sort((a, b) => a[0] - b[0])[0];
      })()
      """;

  private Phone() {}

  /** From now on; pages are to be opened anew. */
  public static void hold(Chromium browser) throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 2, "mobile", true));
    browser.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
  }

  /** Nothing but what scrolls in a box of its own is wider than the screen, and all can be read. */
  public static void assertFits(Chromium browser) throws Exception {
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("pixels across")
        .isLessThanOrEqualTo(WIDTH);
    JsonNode smallest = browser.evaluate(LETTERS);
    assertThat(smallest.get(0).asDouble())
        .as(smallest.get(1).asText())
        .isGreaterThanOrEqualTo(SMALLEST - ROUNDING);
  }

  /** Moves a finger to the right, beginning in the middle of an element. */
  public static void swipe(Chromium browser, String element, double pixels) throws Exception {
    JsonNode box =
        browser.evaluate(
            "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2] })("
                + element
                + ")");
    double x = box.get(0).asDouble();
    double y = box.get(1).asDouble();
    touch(browser, "touchStart", List.of(Map.of("x", x, "y", y)));
    for (int part = 1; part <= 4; part++) {
      touch(browser, "touchMove", List.of(Map.of("x", x + pixels * part / 4, "y", y)));
    }
    touch(browser, "touchEnd", List.of());
  }

  private static void touch(Chromium browser, String type, List<Map<String, Double>> fingers)
      throws Exception {
    browser.call("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", fingers));
  }
}
