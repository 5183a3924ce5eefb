package dev.triptych.cli.priors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import dev.triptych.worker.store.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a prior set that has come to harm, before anything runs with it. */
class DamagedPriorsTest {
  @TempDir private Path folder;
  private Path data;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, places) -> {
                  throw new IllegalStateException("a bug");
                })
            .withPriors("mini");
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
  void saysAllThatIsWrongWithAPriorSetAndHowToMendIt() throws IOException {
    Path set = data.resolve("priors/mini");
    addFile("clip", "clip.safetensors", "whole".getBytes(StandardCharsets.UTF_8));
    Files.writeString(set.resolve("clip.safetensors"), "who");
    addFile("vocab", "vocab.json", "{}".getBytes(StandardCharsets.UTF_8));
    Files.delete(set.resolve("vocab.json"));
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();
    String[] words = {
      "cut short (it has 3 of its 5 bytes): " + set.resolve("clip.safetensors"),
      "it is not there): " + set.resolve("vocab.json"),
      "Put it back from a copy of the set"
    };

    complains(shell.type("run", spec, "--dry-run"), 3, words);
    complains(shell.type("run", spec), 3, "2 things are wrong with a prior set: " + set);
    assertThat(shell.type("priors", "list").out()).contains(words);
    assertThat(shell.type("priors", "check", "mini").out()).contains(words);
    assertThat(shell.type("doctor").out())
        .contains(words)
        .contains("Look closer: triptych priors check mini")
        .doesNotContain("Import", "import");
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

  private void addFile(String role, String name, byte[] content) throws IOException {
    Path set = data.resolve("priors/mini");
    Files.write(set.resolve(name), content);
    String entry =
        "\"%s\": {\"path\": \"%s\", \"sha256\": \"%s\", \"bytes\": %d}"
            .formatted(role, name, Digests.sha256(content), content.length);
    Path manifest = set.resolve("prior.json");
    String text = Files.readString(manifest);
    String other = "\"" + role + "\": \\{[^}]*\\}";
    String others = text.replaceAll("(, )?" + other, "").replace("\"files\": {, ", "\"files\": {");
    Files.writeString(manifest, others.replace("\"files\": {", "\"files\": {" + entry + ", "));
  }

  private Path spec(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text);
  }

  private static void complains(Shell.Answer answer, int exitCode, String... words) {
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(answer.exitCode()).isEqualTo(exitCode);
  }
}
