package dev.triptych.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointNameTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "ar-EG", "hi-IN-u-nu-deva", "fa-IR", "tr-TR"})
  void isTheSameInEveryLanguage(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));

    assertThat(CheckpointName.of(400)).isEqualTo("step-000400.safetensors");
    assertThat(CheckpointName.step(CheckpointName.of(400))).hasValue(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999_999, 1_000_000, 12_345_678, Integer.MAX_VALUE})
  void tellsItsStep(int step) {
    assertThat(CheckpointName.step(CheckpointName.of(step))).hasValue(step);
  }

  @Test
  void ofAnEarlierProgramInAnotherLanguageIsUnderstood() {
    assertThat(CheckpointName.step("step-٠٠٠٤٠٠.safetensors")).hasValue(400);
    assertThat(CheckpointName.step("step-०००४००.safetensors")).hasValue(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"notes.txt", "step-.safetensors", "step-1.safetensors.tmp", "step--1.safetensors"})
  void isNotEveryName(String name) {
    assertThat(CheckpointName.step(name)).isEmpty();
  }

  @Test
  void tellsWhichInAFolderIsTheNewest(@TempDir Path folder) throws IOException {
    for (int step : new int[] {999_999, 1_000_000, 200_000}) {
      Files.createFile(folder.resolve(CheckpointName.of(step)));
    }
    Files.createFile(folder.resolve("zebra.safetensors"));

    assertThat(Training.newestCheckpoint(folder))
        .hasValue(folder.resolve("step-1000000.safetensors"));
  }
}
