package dev.triptych.mannequin.truth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.Box;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.metrics.ColourDifference;
import dev.triptych.models.metrics.FaceScore;
import dev.triptych.models.metrics.KnownHead;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Precision;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth against what the bundled networks have learned of it. */
class MannequinHeadTest {
  private static final float[] Z = new CounterNoise(3).at("identity").gaussian(0, 64);
  private static final List<String> STYLES = List.of("an elf", "a clown", "a bronze statue");

  private static Networks networks;

  @BeforeAll
  static void load() {
    networks = new Networks(PriorSet.find(MannequinTraining.SET, null));
  }

  @AfterAll
  static void free() {
    networks.close();
  }

  /** The generator draws the head of its own latent code, and no other one so well. */
  @ParameterizedTest
  @ValueSource(doubles = {1, .7, 0})
  void looksLikeWhatTheGeneratorDraws(double psi) {
    Camera camera = networks.generator().config().cameras().at(6, -15);
    Image drawn = drawn(psi, camera);

    assertThat(ColourDifference.of(drawn, plain(MannequinHead.look(Z, psi), 6, -15)))
        .isLessThan(.03);
    float[] other = new CounterNoise(4).at("identity").gaussian(0, 64);
    if (psi > 0) {
      assertThat(ColourDifference.of(drawn, plain(MannequinHead.look(other, psi), 6, -15)))
          .isGreaterThan(2 * ColourDifference.of(drawn, plain(MannequinHead.look(Z, psi), 6, -15)));
    }
  }

  @Test
  void theFaceLiesInItsBoxFromEverySide() {
    KnownHead head = head("an elf");
    Camera.Rig rig = networks.generator().config().cameras();
    Box front = head.face(rig.frontal());
    Box turned = head.face(rig.at(0, 20));

    assertThat(front.left() + front.right()).isBetween(.99, 1.01);
    assertThat(turned.left() + turned.right()).as("the face moves to the left").isLessThan(.9);
    Image picture = head.picture(rig.frontal(), 64);
    assertThat(FaceScore.of(picture, picture, front)).isEqualTo(1);
  }

  @Test
  void clipFindsTheStyleOfTheTruth() {
    ClipScore clip = networks.clipScore(Precision.FP32);
    Camera camera = networks.generator().config().cameras().at(-6, 15);
    try (NDManager manager = networks.newManager()) {
      for (String style : STYLES) {
        ClipScore.Pictures seen = clip.embed(List.of(head(style).picture(camera, 64)), manager);
        List<String> captions = new java.util.ArrayList<>(List.of("a face of " + style));
        MannequinHead.styles().stream()
            .filter(other -> !other.equals(style))
            .forEach(other -> captions.add("a face of " + other));

        assertThat(clip.firstIsNearest(seen, captions)).as(style).containsExactly(1);
        assertThat(clip.firstIsNearest(seen, List.of(captions.get(1), captions.get(0))))
            .as("another one than %s", style)
            .containsExactly(0);
      }
    }
  }

  @Test
  void knowsNoStyleThatItWasNotTaught() {
    assertThat(MannequinHead.of(Z, 1, "a pirate queen of Mars")).isEmpty();
    assertThat(MannequinHead.of(Z, 1, " An Elf ")).isPresent();
  }

  private static KnownHead head(String style) {
    return MannequinHead.of(Z, 1, style).orElseThrow();
  }

  private static Image plain(Look look, float pitch, float yaw) {
    return Image.of(HeadRenderer.render(look, null, pitch, yaw, 64), 64, 64, Image.Range.UNIT);
  }

  private static Image drawn(double psi, Camera camera) {
    Eg3dGenerator generator = networks.generator();
    try (GradMode off = GradMode.off();
        NDManager scope = networks.newManager()) {
      NDArray z = scope.create(Z, new Shape(1, 64));
      NDArray ws = generator.ws(z, psi);
      return Image.of(
          generator
              .render(
                  generator.planes(ws),
                  Camera.labels(List.of(camera), scope),
                  generator.renderStyle(ws),
                  Sampling.even())
              .image());
    }
  }
}
