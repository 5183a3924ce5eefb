package dev.triptych.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  @TempDir private Path folder;
  private Path views;
  private Shell shell;

  @BeforeEach
  void makeTwoRuns() throws IOException {
    views = folder.resolve("views");
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    shell.type("run", spec("an elf"), "--run", "elf");
    shell.type("run", spec("a clown"), "--run", "clown");
  }

  @Test
  void repeatsItself() {
    assertThat(export("elf").exitCode()).isZero();
    Shell.Answer again = export("elf");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("27 pictures");
  }

  @Test
  void refusesAFolderWithAnOlderExport() {
    export("elf");

    Shell.Answer refused = export("clown");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("an older export of elf", "an-elf-ours-s0/", "and 24 more", "--replace");
    assertThat(views.resolve("a-clown-ours-s0")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replacesAnOlderExportAndLeavesOtherFilesAlone(boolean recorded) throws IOException {
    export("elf");
    if (!recorded) { // as earlier programs exported
      Files.delete(views.resolve("export.json"));
    }
    Path retouched = views.resolve("an-elf-ours-s0/novel/p+0_y+0.png");
    Files.writeString(retouched, "retouched");
    Path notes = Files.writeString(views.resolve("notes.txt"), "mine");
    Path own = Files.writeString(views.resolve("an-elf-ours-s0/edited/mine.png"), "mine");

    Shell.Answer replaced = export("clown", "--replace");

    assertThat(replaced.exitCode()).as(replaced.err()).isZero();
    assertThat(replaced.err()).contains("Other files", "stay", "notes.txt");
    assertThat(views.resolve("a-clown-ours-s0/novel/p+0_y+0.png")).exists();
    assertThat(retouched).hasContent("retouched");
    assertThat(notes).exists();
    assertThat(own).exists();
    assertThat(views.resolve("an-elf-ours-s0/source")).doesNotExist();
    assertThat(views.resolve("an-elf-ours-s0/novel")).isDirectoryNotContaining("glob:**/p-*");
    assertThat(views.resolve("an-elf-ours-s0/edited")).isDirectoryNotContaining("glob:**/p*");
  }

  @Test
  void neverOverwritesAFileOfTheUser() throws IOException {
    Path own = views.resolve("an-elf-ours-s0/novel/p+0_y+0.png");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "mine");

    for (Shell.Answer refused : new Shell.Answer[] {export("elf"), export("elf", "--replace")}) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("files of yours", "an-elf-ours-s0/novel/p+0_y+0.png");
    }
    assertThat(own).hasContent("mine");
  }

  @Test
  void refusesARecordThatIsNone() throws IOException {
    Files.createDirectories(views);
    Files.writeString(views.resolve("export.json"), "{\"theirs\": 1}");

    Shell.Answer refused = export("elf");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("export.json", "Delete it, or choose another folder");
  }

  @Test
  void goesThroughLinks() throws IOException {
    Files.createSymbolicLink(views, Files.createDirectories(folder.resolve("target")));
    export("elf");

    assertThat(folder.resolve("target/an-elf-ours-s0/novel/p+0_y+0.png")).exists();
    assertThat(export("clown").exitCode()).isEqualTo(2);
    assertThat(export("clown", "--replace").exitCode()).isZero();
    assertThat(folder.resolve("target/an-elf-ours-s0")).doesNotExist();
  }

  @Test
  void saysThatThereAreNoPictures() throws IOException {
    shell.type("run", spec("an orc that fails"), "--run", "orc");

    Shell.Answer refused = export("orc");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("no pictures yet; its state is failed", "triptych status orc");
    assertThat(views).doesNotExist();
  }

  private Shell.Answer export(String run, String... options) {
    String[] words = new String[options.length + 4];
    System.arraycopy(new String[] {"export", run, "--views", views.toString()}, 0, words, 0, 4);
    System.arraycopy(options, 0, words, 4, options.length);
    return shell.type(words);
  }

  private String spec(String style) throws IOException {
    String text = "name: one\npriors: mini\nstyles: [" + style + "]\n";
    return Files.writeString(folder.resolve("spec.yaml"), text).toString();
  }
}
