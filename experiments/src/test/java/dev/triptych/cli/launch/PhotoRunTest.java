package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.models.images.Png;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.live.Subject;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a photo's face on the command line, and what it leaves. */
class PhotoRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Shell shell;
  private static Shell.Answer run;

  @BeforeAll
  static void runOnce() throws IOException {
    BufferedImage photo = new BufferedImage(90, 90, BufferedImage.TYPE_INT_RGB);
    Files.write(folder.resolve("me.png"), Png.encode(photo));
    Path spec =
        Files.writeString(
            folder.resolve("me.yaml"),
            """
            name: me
            priors: mini
            styles: [an elf]
            identity: {photo: {file: me.png, tuning: 60}}
            """);
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    run = shell.type("run", spec.toString(), "--run", "me", "--json");
  }

  @Test
  void theReportSaysHowLikeThePhotoTheFacesAre() throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    String page = Files.readString(folder.resolve("data/runs/me/report.html"));
    String section = page.substring(page.indexOf("id=\"photo\"")).split("</section>", 2)[0];
    assertThat(section).contains("The head in me.png");
    assertThat(section.split("<figcaption>", -1)).as("photo, found, tuned").hasSize(1 + 3);
    assertThat(section)
        .containsSubsequence("average face", "1.250", "looks most like", "0.750", "tuned", "0.375");
  }

  @Test
  void thePlainFaceToLookAtIsTheTunedOne() {
    FolderStore store = FolderStore.open(folder.resolve("data"));
    RunFolder left = new RunFolder(store, "me");
    String tuned =
        left.stages().behind(left.spec().cells().get(0), left.spec()).stream()
            .filter(record -> record.stage() == Stage.TUNE_PHOTO)
            .flatMap(record -> record.output(OutputName.LATENT).stream())
            .findFirst()
            .orElseThrow()
            .sha256();

    Subject plain =
        Gallery.of(store, "me")
            .find("an-elf-ours-s0", new Choice(true, 0, 0, 0, 0))
            .orElseThrow()
            .subject();

    assertThat(plain).isInstanceOf(Subject.Plain.class);
    assertThat(((Subject.Plain) plain).latent().sha256()).isEqualTo(tuned);
  }

  @Test
  void exportedDatasetsNameThePhotoInPlaceOfASeed() throws IOException {
    Path to = folder.resolve("images");
    assertThat(shell.type("dataset", "export", "me", "--to", to.toString()).exitCode()).isZero();

    RunFolder left = new RunFolder(FolderStore.open(folder.resolve("data")), "me");
    String digest = left.spec().identity().photo().picture().sha256();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(to.resolve("metadata.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.path("identity_photo").asText()).isEqualTo(digest).hasSize(64);
              assertThat(line.has("identity_seed")).isFalse();
            });
  }
}
