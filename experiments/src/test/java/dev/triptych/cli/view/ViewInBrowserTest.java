package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.report.Chromium;
import dev.triptych.cli.report.Phone;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, with pictures that a program paints. */
class ViewInBrowserTest {
  private static final String ELF = "<img src=x onerror=\"hit = 1\"> elf";
  private static final String CLOWN = "</script><script>hit = 2</script> clown";
  private static final String AT_REST =
      "new Promise(r => { const look = () => !view.moving && heads.every(h => !h.busy"
          + " && h.shown === h.query(false)) ? r(true) : setTimeout(look, 20); look(); })";

  private final FakeStudio studio =
      new FakeStudio(
          FakeStudio.portrait("elf-ours-s0", ELF), FakeStudio.model("mssi-ours-s0", ELF, CLOWN));

  @Test
  void turnsMixesAndSavesPictures(@TempDir Path folder) throws Exception {
    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "Chromium is not installed: the page was not driven");
    try (ViewServer server = ViewServer.bind(InetAddress.getLoopbackAddress(), "localhost", 0);
        Chromium browser = Chromium.start(program.get(), folder.resolve("profile"))) {
      server.serve(studio, 2);
      browser.size(1280, 1000);
      browser.open(server.url());
      browser.evaluate(AT_REST);

      showsWhatThereIs(browser);
      turns(browser);
      zooms(browser);
      mixes(browser);
      saves(browser);
      turnsOnWhileAMeshIsMade(browser);
      fitsAPhone(browser, server.url());
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void showsWhatThereIs(Chromium browser) throws Exception {
    assertThat(browser.evaluate("typeof hit").asText()).isEqualTo("undefined");
    assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    String words = browser.evaluate("document.querySelector('main').textContent").asText();
    assertThat(words).contains(ELF, CLOWN);
    assertThat(colour(browser, 0)).isEqualTo("128,128,0");
    assertThat(colour(browser, 1)).as("half of each").isEqualTo("128,128,50");
  }

  private static void turns(Chromium browser) throws Exception {
    double[] middle = middle(browser, 1);
    browser.mouse("mousePressed", middle[0], middle[1]);
    browser.mouse("mouseMoved", middle[0] + 60, middle[1]);
    browser.mouse("mouseMoved", middle[0] + 60, middle[1] + 40);
    browser.mouse("mouseReleased", middle[0] + 60, middle[1] + 40);
    browser.evaluate(AT_REST);
    JsonNode pose = browser.evaluate("[view.pitch, view.yaw]");
    assertThat(pose.get(0).asDouble()).as("pitch").isGreaterThan(5);
    assertThat(pose.get(1).asDouble()).as("yaw").isLessThan(-8);
    assertThat(colour(browser, 0)).as("turned together").startsWith(painted(pose));
    assertThat(colour(browser, 1)).startsWith(painted(pose));

    browser.evaluate("heads[0].canvas.focus()");
    double yaw = pose.get(1).asDouble();
    key(browser, "ArrowRight");
    key(browser, "ArrowUp");
    browser.evaluate(AT_REST);
    assertThat(browser.evaluate("view.yaw").asDouble()).isCloseTo(yaw + 5, within(.01));
    assertThat(browser.evaluate("view.pitch").asDouble())
        .isCloseTo(pose.get(0).asDouble() - 5, within(.01));
    assertThat(browser.evaluate("heads[0].canvas.getAttribute('aria-label')").asText())
        .contains("yaw");
  }

  /** Red and green of the picture at a pose. */
  private static String painted(JsonNode pose) {
    double yaw = Math.round(pose.get(1).asDouble() * 10) / 10.;
    double pitch = Math.round(pose.get(0).asDouble() * 10) / 10.;
    return (int) (128 + pitch) + "," + (int) (128 + yaw / 2) + ",";
  }

  private void zooms(Chromium browser) throws Exception {
    double[] middle = middle(browser, 0);
    browser.call(
        "Input.dispatchMouseEvent",
        Map.of("type", "mouseWheel", "x", middle[0], "y", middle[1], "deltaX", 0, "deltaY", -300));
    browser.evaluate(
        "new Promise(r => { const look = () => view.zoom > 1 ? r(1) : setTimeout(look, 20); look() })");
    browser.evaluate(AT_REST);
    assertThat(studio.asked.get(studio.asked.size() - 1).zoom()).isGreaterThan(1.2);
    key(browser, "Home");
    browser.evaluate(AT_REST);
    assertThat(colour(browser, 0)).isEqualTo("128,128,0");
  }

  private static void mixes(Chromium browser) throws Exception {
    browser.evaluate(
        "heads[1].slider.value = 80; heads[1].slider.dispatchEvent(new Event('input'))");
    browser.evaluate(AT_REST);
    assertThat(colour(browser, 1)).isEqualTo("128,128,80");
    assertThat(browser.evaluate("heads[1].name()").asText())
        .isEqualTo(ELF + " to " + CLOWN + ", 80 %");
    browser.evaluate("document.querySelector('[value=normals]').click()");
    browser.evaluate(AT_REST);
    assertThat(colour(browser, 1)).as("normals of the mix").isEqualTo("128,128,180");
  }

  private static void saves(Chromium browser) throws Exception {
    JsonNode link =
        browser.evaluate(
            "new Promise(r => { HTMLAnchorElement.prototype.click = function () {"
                + " r([this.download, this.href.split(':')[0]]) };"
                + " document.querySelector('button.picture').click() })");
    assertThat(link.get(0).asText()).endsWith("_p+0_y+0_normals.png").doesNotContain("<", "/");
    assertThat(link.get(1).asText()).isEqualTo("blob");
  }

  private void turnsOnWhileAMeshIsMade(Chromium browser) throws Exception {
    browser.evaluate(
        "URL.createObjectURL = blob => { saved = blob; return 'blob:none' };"
            + " HTMLAnchorElement.prototype.click = function () { name = this.download };"
            + " button = document.querySelector('button.mesh'); button.click()");
    assertThat(browser.evaluate("button.disabled + button.textContent").asText())
        .isEqualTo("trueMaking the mesh …");
    browser.evaluate("look(10, 20); heads.length");
    browser.evaluate(AT_REST);
    assertThat(colour(browser, 0)).as("meanwhile").startsWith("138,138,");
    assertThat(browser.evaluate("button.disabled").asBoolean()).isTrue();
    studio.meshes.countDown();
    browser.evaluate(
        "new Promise(r => { const look = () => button.disabled ? setTimeout(look, 20) : r(1); look()"
            + " })");
    assertThat(browser.evaluate("name").asText()).endsWith("elf.glb").doesNotContain("<", "/", "_");
    assertThat(
            browser
                .evaluate(
                    "saved.arrayBuffer().then(b => [...new Uint8Array(b).slice(0, 4)].join())")
                .asText())
        .as("glTF")
        .isEqualTo("103,108,84,70");
    assertThat(browser.evaluate("button.textContent").asText()).isEqualTo("Save mesh");
  }

  private static void fitsAPhone(Chromium browser, String url) throws Exception {
    Phone.hold(browser);
    browser.open(url);
    browser.evaluate(AT_REST);
    Phone.assertFits(browser);
    Phone.swipe(browser, "heads[1].canvas", 60);
    browser.evaluate(AT_REST);
    assertThat(browser.evaluate("view.yaw").asDouble()).isLessThan(-8);
    Phone.swipe(browser, "heads[1].slider", 90);
    browser.evaluate(AT_REST);
    assertThat(browser.evaluate("heads[1].share").asInt()).isGreaterThan(60);
  }

  private static void key(Chromium browser, String key) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      browser.call("Input.dispatchKeyEvent", Map.of("type", type, "key", key));
    }
  }

  private static double[] middle(Chromium browser, int head) throws Exception {
    JsonNode box =
        browser.evaluate(
            "(b => [b.x + b.width / 2, b.y + b.height / 2])(heads["
                + head
                + "].canvas.getBoundingClientRect())");
    return new double[] {box.get(0).asDouble(), box.get(1).asDouble()};
  }

  private static String colour(Chromium browser, int head) throws Exception {
    return browser
        .evaluate(
            "[...heads["
                + head
                + "].canvas.getContext('2d').getImageData(16, 16, 1, 1).data].slice(0, 3).join()")
        .asText();
  }
}
