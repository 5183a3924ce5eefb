package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MannequinClipScoreTest {
  private static Networks networks;
  private static NDManager manager;
  private static ClipScore clip;

  @BeforeAll
  static void load() {
    networks = new Networks(PriorSet.find(MannequinTraining.SET, null));
    manager = Torch.newManager();
    clip = networks.clipScore(Precision.FP32);
  }

  @AfterAll
  static void free() {
    manager.close();
    networks.close();
  }

  @Test
  void givesACosineForEachPicture() {
    List<Image> pictures = List.of(picture(0), picture(0.5f), picture(-1));
    assertThat(clip.scores(clip.embed(pictures, manager), "an elf"))
        .hasSize(3)
        .matches(MannequinClipScoreTest::cosines);
    ClipScore.Pictures same = clip.embed(pictures, manager);
    assertThat(clip.directional(same, same, "a face", "an elf"))
        .as("no change has no direction")
        .containsExactly(0, 0, 0);
  }

  @Test
  void givesNoScoreOfAPictureThatIsNone() {
    ClipScore.Pictures broken = clip.embed(List.of(picture(0), picture(Float.NaN)), manager);
    ClipScore.Pictures sound = clip.embed(List.of(picture(0), picture(1)), manager);

    assertThatThrownBy(() -> clip.scores(broken, "an elf"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("CLIP score: number 2 of 2 is NaN");
    assertThatThrownBy(() -> clip.directional(sound, broken, "a face", "an elf"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("directional CLIP score: number 2 of 2 is NaN");
  }

  private static boolean cosines(double[] scores) {
    return Arrays.stream(scores).allMatch(score -> Math.abs(score) <= 1);
  }

  private static Image picture(float value) {
    float[] picture = new float[3 * 64 * 64];
    Arrays.fill(picture, value);
    return Image.of(picture, 64, 64, Image.Range.SIGNED);
  }
}
