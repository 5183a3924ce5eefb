package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.PhotoSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTest {
  private static final ArtifactRef PICTURE =
      new ArtifactRef("blobs/picture", "0".repeat(64), 1, "image/png");

  @Test
  void isKnownOfSampledMannequinsAndNotOfPhotos() {
    IdentitySpec sampled = IdentitySpec.paper();
    PhotoSpec photo = new PhotoSpec("me.jpg", null, null, null, null, null, null, PICTURE);

    assertThat(Truth.head(request(sampled), config())).isPresent();
    assertThat(Truth.head(request(sampled.with(photo)), config())).isEmpty();
  }

  private static EvaluateRequest request(IdentitySpec identity) {
    return new EvaluateRequest(
        new PriorRef(MannequinTraining.SET, "0".repeat(64)),
        PICTURE,
        List.of(),
        AngleMode.TRUE,
        "a face of an elf",
        "a face",
        null,
        new EvaluateRequest.Subject("an elf", identity, null, List.of(), "a face of {t}", false),
        null);
  }

  /** With codes as long as the mannequin's; nothing else of it is looked at. */
  private static Eg3dConfig config() {
    Eg3dConfig large = Eg3dConfig.ffhq512();
    return new Eg3dConfig(
        64,
        large.cDim(),
        large.wDim(),
        large.mapping(),
        large.backbone(),
        large.decoder(),
        large.rendering(),
        large.superResolution(),
        large.cameras());
  }
}
