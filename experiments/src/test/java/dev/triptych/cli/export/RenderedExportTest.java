package dev.triptych.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mannequin's own generator renders of a face, for a run whose steps were sketched. */
class RenderedExportTest {
  @TempDir private static Path folder;
  private static Shell shell;

  @BeforeAll
  static void makeARun() throws IOException {
    shell = Shell.sketching(folder.resolve("data"));
    String text =
        """
        name: one
        priors: mannequin-64
        views: {grid: 1}
        evaluation: {views: {grid: 1}, scored: {grid: 1}}
        styles: [an elf]
        """;
    String spec = Files.writeString(folder.resolve("spec.yaml"), text).toString();
    shell.type("run", spec, "--run", "mine");
  }

  private static Map<String, Long> stored() throws IOException {
    Map<String, Long> stored = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stored.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return stored;
  }

  @Test
  void writesAMeshAndFilmsOfARunThatIsOverAndLeavesItAlone() throws IOException {
    Map<String, Long> before = stored();
    Path mesh = Files.writeString(folder.resolve("head.ply"), "an older one");
    Path film = folder.resolve("new/folder/head.png");

    Shell.Answer answer =
        shell.type(
            "export",
            "mine",
            "--plain",
            "--mesh",
            mesh.toString(),
            "--resolution",
            "32",
            "--turntable",
            film.toString(),
            "--frames",
            "3",
            "--size",
            "48",
            "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode told = answer.json();
    assertThat(told.at("/mesh/style").asText()).isEqualTo("plain face");
    assertThat(told.at("/mesh/closed").asBoolean()).isTrue();
    assertThat(told.at("/mesh/volume").asDouble()).as("litres").isBetween(.002, .02);
    assertThat(Files.readString(mesh, StandardCharsets.ISO_8859_1))
        .startsWith("ply\n")
        .contains("comment plain face, ours, seed 0\n")
        .contains("element vertex " + told.at("/mesh/vertices").asInt() + "\n");
    BufferedImage first = ImageIO.read(film.toFile());
    assertThat(first.getWidth()).isEqualTo(48);
    assertThat(first.getRGB(24, 24)).as("a face").isNotEqualTo(first.getRGB(1, 1));
    assertThat(told.at("/turntable/columns/0").asText()).isEqualTo("plain face");
    assertThat(answer.err()).contains("slices", "frames");
    assertThat(stored()).isEqualTo(before);
    try (Stream<Path> left = Files.list(film.getParent())) {
      assertThat(left).as("no temporary file").containsExactly(film);
    }
  }

  @Test
  void saysThatNothingIsAsDense() {
    Path mesh = folder.resolve("none.glb");

    Shell.Answer answer =
        shell.type(
            "export",
            "mine",
            "--plain",
            "--mesh",
            mesh.toString(),
            "--resolution",
            "16",
            "--level",
            "900");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("No density of plain face", "lower --level");
    assertThat(mesh).doesNotExist();
  }
}
