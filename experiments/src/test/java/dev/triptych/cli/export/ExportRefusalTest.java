package dev.triptych.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of an export before a network is loaded. */
class ExportRefusalTest {
  @TempDir private static Path folder;
  private static Shell shell;

  @BeforeAll
  static void makeARun() throws IOException {
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    String text =
        "name: one\npriors: mini\nviews: {grid: 1}\nstyles: [an elf, an orc that fails]\n";
    String spec = Files.writeString(folder.resolve("spec.yaml"), text).toString();
    shell.type("run", spec, "--run", "mine");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("Nothing is to be exported"),
        refusal("--depth goes with --views DIR", "--depth"),
        refusal("ends in .glb, .ply, .obj, but this is elf.stl", "--mesh", "elf.stl"),
        refusal("--resolution", "--mesh", "elf.glb", "--resolution", "4"),
        refusal("--level must be a number", "--mesh", "elf.glb", "--level", "NaN"),
        refusal("ends in .mp4, .gif, .png, but this is elf.avi", "--turntable", "elf.avi"),
        refusal("Animated WebP cannot be written", "--turntable", "elf.webp"),
        refusal("--seconds must be", "--turntable", "elf.gif", "--seconds", "0"),
        refusal(
            "120 frames in 2.0 seconds are more than the 50 a second of .gif files",
            "--turntable",
            "elf.gif",
            "--seconds",
            "2"),
        refusal("is a folder", "--turntable", folder.resolve("folder.png").toString()),
        refusal(
            "no portrait or model \"an-elf-ours-s1\"; did you mean \"an-elf-ours-s0\"",
            "--mesh",
            "elf.glb",
            "--cell",
            "an-elf-ours-s1"),
        refusal(
            "no finished portrait in the style \"an owl\"",
            "--mesh",
            "elf.glb",
            "--style",
            "an owl"),
        refusal(
            "an-orc-that-fails-ours-s0 is not finished",
            "--mesh",
            "elf.glb",
            "--cell",
            "an-orc-that-fails-ours-s0"));
  }

  private static Arguments refusal(String words, String... options) {
    return Arguments.of(words, options);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void saysWhatIsWrong(String words, String[] options) throws IOException {
    Files.createDirectories(folder.resolve("folder.png"));
    Shell.Answer answer =
        shell.type(
            Stream.concat(Stream.of("export", "mine"), Stream.of(options)).toArray(String[]::new));

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err()).contains(words);
  }

  @Test
  void asksForAPortrait() throws IOException {
    String text = "name: two\npriors: mini\nviews: {grid: 1}\nstyles: [an orc that fails]\n";
    String spec = Files.writeString(folder.resolve("two.yaml"), text).toString();
    shell.type("run", spec, "--run", "theirs");

    Shell.Answer answer = shell.type("export", "theirs", "--mesh", "orc.glb");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("has no portrait yet", "triptych status theirs");
  }
}
