package dev.triptych.cli.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.worker.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one model of many styles on the command line, and their datasets as files. */
class ManyStylesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Shell shell;
  private static Shell.Answer msmi;

  @BeforeAll
  static void runOnce() throws IOException {
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    Path spec =
        Files.writeString(
            folder.resolve("many.yaml"),
            """
            name: many
            priors: mini
            styles: [an elf, a clown]
            trainedOn: {regime: msmi, identities: 2, heldOut: 1}
            """);
    msmi = shell.type("run", spec.toString(), "--run", "many", "--json");
  }

  @Test
  void tellsOfEachStyle() throws IOException {
    assertThat(msmi.exitCode()).as(msmi.err()).isZero();
    JsonNode cell = msmi.json().at("/cells/0");
    assertThat(cell.path("cell").asText()).isEqualTo("msmi-ours-s0");
    assertThat(cell.at("/metrics/clip_score/mean").asDouble()).isEqualTo(.87);
    assertThat(cell.at("/metrics/clip_score_held_out/mean").asDouble()).isEqualTo(.87);
    assertThat(cell.path("styles")).hasSize(2);
    assertThat(cell.at("/styles/1/slug").asText()).isEqualTo("a-clown");
    assertThat(cell.at("/styles/1/heldOut/clip_score/mean").asDouble()).isEqualTo(.87);
    assertThat(cell.at("/progress").findValuesAsText("state")).containsOnly("done");
    Shell.Answer text = shell.type("status", "many");
    assertThat(text.out()).contains("msmi-ours-s0 by style", "held out", "a clown");
  }

  @Test
  void showsAStripOfPicturesOfEachStyle() throws IOException {
    String page = Files.readString(folder.resolve("data/runs/many/report.html"));
    assertThat(page).contains("2 styles in one model");
    assertThat(page.split("<img class=\"strip\"", -1)).hasSize(1 + 4);
    assertThat(page).doesNotContain("src=\"report/");
  }

  @Test
  void saysWhatARegimeDoesNotHave() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            "name: wrong\npriors: mini\nstyles: [an elf]\ntrainedOn: {regime: mssi, heldOut: 3}\n");
    Shell.Answer answer = shell.type("run", spec.toString());
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "wrong.yaml:4:", "trainedOn.heldOut is for the regime msmi; mssi has one identity");
  }

  @Test
  void writesAnImageFolderAndGoesOnWithOneThatWasStopped() throws IOException {
    Path to = folder.resolve("images");
    assertThat(export(to).exitCode()).isZero();
    List<JsonNode> lines = lines(to.resolve("metadata.jsonl"));
    assertThat(lines)
        .filteredOn(line -> line.path("kind").asText().equals("edited"))
        .as("two styles on two faces from two sides, and on one from the front")
        .hasSize(2 * (2 * 2 + 1));
    for (JsonNode line : lines) {
      assertThat(line.fieldNames().next()).isEqualTo("file_name");
      Path picture = to.resolve(line.path("file_name").asText());
      assertThat(Digests.sha256(picture)).isEqualTo(line.path("sha256").asText());
      assertThat(line.has("source")).isEqualTo(line.path("kind").asText().equals("edited"));
    }
    try (Stream<Path> files = Files.walk(to)) {
      assertThat(files.filter(file -> file.toString().endsWith(".png")))
          .as("every picture has a line")
          .hasSameSizeAs(lines);
    }
    assertThat(lines(to.resolve("dataset.jsonl"))).hasSize(2 * 3);

    Path whole = to.resolve(lines.get(0).path("file_name").asText());
    Path damaged = to.resolve(lines.get(2).path("file_name").asText());
    Path gone = to.resolve(lines.get(4).path("file_name").asText());
    FileTime before = Files.getLastModifiedTime(whole);
    byte[] content = Files.readAllBytes(damaged);
    Files.writeString(damaged, "half");
    Files.delete(gone);
    assertThat(export(to).exitCode()).isZero();
    assertThat(Files.readAllBytes(damaged)).isEqualTo(content);
    assertThat(gone).exists();
    assertThat(Files.getLastModifiedTime(whole)).isEqualTo(before);
  }

  @Test
  void refusesAFolderWithOtherFiles() throws IOException {
    Path to = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(to.resolve("notes.txt"), "mine");
    Shell.Answer answer = export(to);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("holds other files", "Choose an empty or a new folder");
    assertThat(to.resolve("metadata.jsonl")).doesNotExist();
  }

  @Test
  void writesTarFilesOfPairsWithTheSameBytesEachTime() throws IOException {
    Path to = folder.resolve("tar");
    assertThat(export(to, "--webdataset").exitCode()).isZero();
    Path shard = to.resolve("shard-000000.tar");
    List<String> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(shard);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        names.add(entry.getName());
        if (entry.getName().endsWith(".json")) {
          JsonNode json = JSON.readTree(tar.readAllBytes());
          assertThat(json.has("style")).isTrue();
          assertThat(json.has("sha256")).isTrue();
        }
      }
    }
    assertThat(names).hasSize(3 * 2 * (2 * 2 + 1));
    assertThat(names.get(0)).matches("[^.]+\\.edited\\.png");

    byte[] first = Files.readAllBytes(shard);
    FileTime before = Files.getLastModifiedTime(shard);
    assertThat(export(to, "--webdataset").out()).contains("were there already");
    assertThat(Files.getLastModifiedTime(shard)).isEqualTo(before);
    Files.write(shard, new byte[] {1, 2, 3});
    export(to, "--webdataset");
    assertThat(Files.readAllBytes(shard)).isEqualTo(first);
  }

  private static Shell.Answer export(Path to, String... more) {
    List<String> all = new ArrayList<>(List.of("dataset", "export", "many", "--to", to.toString()));
    all.addAll(List.of(more));
    return shell.type(all.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
