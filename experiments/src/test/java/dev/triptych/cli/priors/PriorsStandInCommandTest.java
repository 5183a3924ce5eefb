package dev.triptych.cli.priors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it refuses; the set itself is gigabytes, which {@code make paper-dry-run} makes. */
class PriorsStandInCommandTest {
  @TempDir private Path data;
  private Shell shell;

  @BeforeEach
  void open() {
    shell =
        new Shell(
            data,
            (store, slots) -> {
              throw new IllegalStateException("nothing is launched");
            });
  }

  @Test
  void neverTakesThePlaceOfAnotherSet() {
    Shell.Answer answer = shell.type("priors", "stand-in", "--name", "mannequin-64");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("There is a prior set mannequin-64", "--name");
    assertThat(data.resolve("priors")).doesNotExist();
  }

  @Test
  void refusesNamesThatAreNoFolders() {
    Shell.Answer answer = shell.type("priors", "stand-in", "--name", "../elsewhere");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("../elsewhere");
    assertThat(data.resolve("priors")).doesNotExist();
  }
}
