package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.folder.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriptychTest {
  @TempDir private Path folder;
  private Path data;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, slots) -> {
                  throw new IllegalStateException("a bug");
                })
            .withPriors("mini");
  }

  @Test
  void offersHelpOnEverything() {
    for (String verb :
        new String[] {
          "doctor", "run", "resume", "status", "list", "report", "export", "priors", "worker"
        }) {
      Shell.Answer help = shell.type("help", verb);
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains("Usage: triptych " + verb);
      assertThat(shell.type(verb, "--help").exitCode()).as(verb).isZero();
    }
    assertThat(shell.type("--help").out()).contains("quickstart.yaml", "Exit codes");
    assertThat(shell.type("--version").out()).contains("java ");
    assertThat(shell.type("generate-completion").out()).contains("complete -F");
  }

  @Test
  void suggestsAVerb() {
    complains(shell.type("staus"), 2, "Unmatched argument", "status");
  }

  @Test
  void saysWhichArgumentIsMissing() {
    complains(shell.type("run"), 2, "Missing required parameter: 'SPEC'", "triptych run --help");
    complains(shell.type("run", "x.yaml", "--slots", "many"), 2, "--slots", "many");
    complains(shell.type("export"), 2, "--views");
  }

  @Test
  void saysThatASpecIsNotThere() {
    complains(shell.type("run", "none.yaml"), 2, "none.yaml: does not exist");
  }

  @Test
  void saysWhatIsWrongInASpec() throws IOException {
    Path spec = spec("name: a\npriors: mini\nstyles: [an elf]\nedit: {taau: 1}\n");

    complains(shell.type("run", spec.toString()), 2, ":4:8: edit.taau", "did you mean \"tau\"?");

    Shell.Answer json = shell.type("run", spec.toString(), "--json");
    assertThat(json.exitCode()).isEqualTo(2);
    assertThat(json.json().at("/error/exit").asInt()).isEqualTo(2);
    assertThat(json.json().at("/error/problems/0/line").asInt()).isEqualTo(4);
    assertThat(json.json().at("/error/problems/0/path").asText()).isEqualTo("edit.taau");
  }

  @Test
  void saysThatAPriorSetIsDamaged() throws IOException {
    addFile("clip", "clip.safetensors", "whole".getBytes(StandardCharsets.UTF_8));
    Files.writeString(data.resolve("priors/mini/clip.safetensors"), "other");

    complains(
        shell.type("run", spec("name: a\npriors: mini\nstyles: [an elf]\n").toString()),
        3,
        "clip.safetensors",
        "damaged");
    assertThat(data.resolve("runs")).doesNotExist();
    Shell.Answer listed = shell.type("priors", "list");
    assertThat(listed.exitCode()).isEqualTo(3);
    assertThat(listed.out()).contains("damaged");
  }

  @Test
  void saysWhatIsWrongWithAPriorSetBeforeAnythingRuns() throws IOException {
    Path priors = data.resolve("priors");
    Files.createDirectories(priors.resolve("copy"));
    Files.copy(priors.resolve("mini/prior.json"), priors.resolve("copy/prior.json"));
    Files.createDirectories(priors.resolve("broken"));
    Files.writeString(priors.resolve("broken/prior.json"), "{\"format\": 1, oops");

    Shell.Answer listed = shell.type("priors", "list");

    assertThat(listed.exitCode()).isEqualTo(3);
    assertThat(listed.out())
        .contains("is named \"mini\"", "rename the folder", "it is not JSON at line 1, column 15")
        .doesNotContain("Exception", "dev.triptych");
    for (String set : new String[] {"copy", "broken"}) {
      String words = set.equals("copy") ? "is named \"mini\"" : "it is not JSON";
      String spec = spec("name: a\npriors: " + set + "\nstyles: [an elf]\n").toString();
      complains(shell.type("run", spec, "--dry-run"), 3, words, priors.resolve(set).toString());
      complains(shell.type("run", spec), 3, words, priors.resolve(set).toString());
      complains(shell.type("priors", "check", set), 3, words);
      assertThat(shell.type("doctor").out()).contains("triptych priors check " + set);
    }
    assertThat(data.resolve("runs")).doesNotExist();
  }

  @Test
  void saysThatATensorFileIsDamagedBeforeAnythingRuns() throws IOException {
    byte[] tensors = "\0\0\0\0\0\0\0\0{}12345678".getBytes(StandardCharsets.ISO_8859_1);
    tensors[0] = 2;
    addFile("clip", "clip.safetensors", tensors);
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();

    String words = "bytes 0 to 8 of the data, behind the header, belong to no tensor";
    complains(shell.type("run", spec, "--dry-run"), 3, words, "clip.safetensors", "Put it back");
    complains(shell.type("run", spec), 3, words);
    assertThat(shell.type("priors", "list").out()).contains("damaged", words);
    Shell.Answer checked = shell.type("priors", "check", "mini", "--json");
    assertThat(checked.exitCode()).isEqualTo(3);
    assertThat(checked.json().at("/findings/0/kind").asText()).isEqualTo("file");
    assertThat(checked.json().at("/findings/0/problems/0").asText()).contains(words);
  }

  @Test
  void checksAPriorSet() {
    Shell.Answer sound = shell.type("priors", "check", "mannequin-64");

    assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
    assertThat(sound.out()).contains("network  unet", "sound").doesNotContain("damaged");
    complains(shell.type("priors", "check", "mannequin"), 3, "no prior set 'mannequin'");
    complains(shell.type("priors", "check"), 2, "SET");
    Shell.Answer empty = shell.type("priors", "check", "mini");
    assertThat(empty.exitCode()).isEqualTo(3);
    assertThat(empty.out()).contains("has no network 'eg3d'");
  }

  @Test
  void saysThatTheDataFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String below = file.resolve("below").toString();

    complains(shell.type("priors", "train", "mannequin-64", "--data", below), 3, "Cannot write");
  }

  @Test
  void saysWhoUsesTheDataFolder() throws IOException {
    Path spec = spec("name: a\npriors: mini\nstyles: [an elf]\n");
    try (FolderLock lock = FolderLock.acquire(data)) {
      complains(
          shell.type("run", spec.toString()),
          3,
          "is using the folder",
          "pid " + ProcessHandle.current().pid());
    }
    assertThat(data.resolve("runs")).doesNotExist();
  }

  @Test
  void saysThatThereIsNoSuchRun() {
    complains(shell.type("status"), 2, "There are no runs here yet");
    complains(shell.type("resume", "x"), 2, "There are no runs here yet");
  }

  @Test
  void refusesAWorkerWithoutAService() {
    complains(shell.type("worker"), 2, "TEMPORAL_ADDRESS");
  }

  @Test
  void refusesAnUnknownRecipe() {
    complains(shell.type("priors", "train", "mannequin"), 2, "mannequin-64");
  }

  @Test
  void showsStackTracesOfItsOwnFaultsOnDemandOnly() throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();

    complains(shell.type("run", spec), 70, "a bug", "fault of Triptych");
    assertThat(shell.type("run", spec, "--verbose").err()).contains("\tat dev.triptych");
  }

  @Test
  void describesARunWithoutDoingIt() throws IOException {
    Path spec =
        spec("name: a\npriors: mini\nstyles: [an elf, a clown]\nvariants: [ours, no-i2t]\n");

    Shell.Answer text = shell.type("run", spec.toString(), "--dry-run", "--set", "edit.tau=0.5");
    Shell.Answer json = shell.type("run", spec.toString(), "--dry-run", "--json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("tau: 0.5", "# 37 activities");
    // Two datasets of 9 views, sampling, rendering, assembling; one pre-training; four portraits.
    assertThat(json.json().path("activities").asInt()).isEqualTo(2 * (9 + 3) + 1 + 4 * 3);
    assertThat(data.resolve("runs")).doesNotExist();
  }

  private void addFile(String role, String name, byte[] content) throws IOException {
    Path set = data.resolve("priors/mini");
    Files.write(set.resolve(name), content);
    String entry =
        "\"%s\": {\"path\": \"%s\", \"sha256\": \"%s\", \"bytes\": %d}"
            .formatted(role, name, Digests.sha256(content), content.length);
    Path manifest = set.resolve("prior.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"files\": {}", "\"files\": {" + entry + "}"));
  }

  private Path spec(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text);
  }

  private static void complains(Shell.Answer answer, int exitCode, String... words) {
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(answer.exitCode()).isEqualTo(exitCode);
  }
}
