package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void needsNothingButItself() throws IOException {
    String page = ReportPage.render(SampleReport.of(List.of("an elf", "a clown"), List.of("ours")));

    Path file = Path.of("target/sample-report.html");
    Files.createDirectories(file.getParent());
    Files.writeString(file, page);
    String withoutNamespace = page.replace("http://www.w3.org/2000/svg", "");
    assertThat(withoutNamespace).doesNotContain("http:", "https:", "src=\"/", "@import", "url(");
  }

  @Test
  void saysThatScoresOfSmallPriorsAreNotThePapers() {
    String page = ReportPage.render(SampleReport.of(List.of("an elf"), List.of("ours")));

    assertThat(page).contains("they compare runs with each other, not with the paper");
  }

  @Test
  void showsTheShapesOfAStyleSideBySide() {
    String page =
        ReportPage.render(SampleReport.of(List.of("an elf"), List.of("ours", "no-density")));

    String shapes = page.substring(page.indexOf("id=\"shapes\""), page.indexOf("id=\"scores\""));
    assertThat(shapes.split("<figure>", -1)).hasSize(3);
    assertThat(shapes)
        .contains("<h3>an elf</h3>", "no-density", "roughness 8.250")
        .contains("src=\"data:image/png;base64,");
    assertThat(page.substring(page.indexOf("id=\"scores\"")))
        .as("once")
        .doesNotContain("shape.png");
  }

  @Test
  void showsTheVariantsOfAStyleSideBySide() {
    String alone = ReportPage.render(SampleReport.of(List.of("an elf"), List.of("ours")));
    String two =
        ReportPage.render(SampleReport.of(List.of("an elf"), List.of("ours", "gan-inversion")));

    assertThat(alone).doesNotContain("data-figure=\"");
    assertThat(two).contains("data-figure=\"an-elf-ours-s0 an-elf-gan-inversion-s0\"");
  }

  @Test
  void escapesWhatUsersWrite() {
    String style = "</script><b>bold";

    String page = ReportPage.render(SampleReport.of(List.of(style), List.of("ours")));

    assertThat(page).doesNotContain(style).contains("&lt;/script&gt;&lt;b&gt;bold");
  }

  @Test
  void isNeverTooLargeToBeSent() throws Exception {
    int fits = ReportPage.LARGEST / 4 * 3 - 200_000;
    ReportPage.Laid large = ReportPage.lay(heavy(fits));
    assertThat(large.alone()).isTrue();
    assertThat(large.html().getBytes(StandardCharsets.UTF_8).length)
        .isBetween(19_000_000, 20_000_000);

    ReportPage.Laid larger = ReportPage.lay(heavy(fits + 210_000));
    assertThat(larger.alone()).isFalse();
    assertThat(larger.html().length()).isLessThan(1_000_000);
    assertThat(larger.html()).contains("id=\"search\"");
  }

  /** With a picture of so many bytes, which the script draws. */
  private static ReportData heavy(int bytes) {
    String file = "pictures/heavy.png";
    SortedMap<String, Sprite> sprites = new TreeMap<>();
    sprites.put("source", new Sprite(file, bytes, 64, 1, List.of()));
    CellReport cell = SampleReport.cell("an elf", "ours", 0);
    CellDetail detail = new CellDetail(cell.id(), sprites, List.of(), List.of(), List.of());
    return SampleReport.of(
        List.of(cell), new ReportData.Inside(List.of(detail), Map.of(file, new byte[bytes])));
  }

  @Test
  void holdsEachPictureOnce() {
    byte[] strip = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    CellReport model = SampleReport.model("pictures/strip.png");
    ReportData data =
        SampleReport.of(
            List.of(model),
            new ReportData.Inside(
                List.of(CellDetail.empty(model.id())), Map.of("pictures/strip.png", strip)));

    assertThat(ReportPage.render(data).split("AQIDBAUGBwgJ", -1)).hasSize(2);
  }

  @Test
  void ofManyPortraitsIsATableThatTakesPicturesFromBeside() {
    List<CellReport> cells = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      cells.add(SampleReport.cell("style " + i, i % 2 == 0 ? "ours" : "no-pretraining", i));
    }

    String page = ReportPage.render(SampleReport.of(cells, null));

    assertThat(page.length()).as("bytes").isLessThan(5_000_000);
    assertThat(page).doesNotContain("base64,", "data-triptych=\"").contains("id=\"search\"");
    assertThat(page.indexOf("id=\"scores\"")).isPositive();
  }
}
