package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Training;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of the bundled set, rendered from a known style and pose, are found again. */
class MannequinInversionTest {
  private static final int STEPS = 80;
  private static final Pose POSE = new Pose(8, -15);

  @TempDir Path folder;

  @Test
  void findsStyleAndPoseOfARenderedHead() {
    try (Networks networks = new Networks(PriorSet.find(MannequinTraining.SET, null));
        NDManager manager = networks.newManager()) {
      Eg3dGenerator gan = networks.generator();
      Image picture;
      try (GradMode off = GradMode.off()) {
        picture = Image.of(render(gan, style(gan, manager), POSE, manager));
      }
      Inversion.Settings settings =
          new Inversion.Settings(STEPS, STEPS / 8, .05, .02, .05, false, 0, 0, .1, 1000);
      Inversion.Result result =
          new Inversion(settings, networks.ownGenerator(manager), networks.lpips(), 1)
              .run(
                  List.of(picture),
                  List.of(Pose.FRONTAL),
                  folder,
                  new Training.Observer() {},
                  manager);
      Pose pose = result.found().poses().get(0);
      float[] lpips = result.curves().get("lpips");
      assertThat(lpips[STEPS - 1]).isLessThan(lpips[0] / 10);
      assertThat(pose.elevation()).isCloseTo(POSE.elevation(), within(2.));
      assertThat(pose.azimuth()).isCloseTo(POSE.azimuth(), within(2.));
    }
  }

  private static NDArray style(Eg3dGenerator gan, NDManager manager) {
    int size = gan.config().zDim();
    NDArray z = manager.create(new CounterNoise(17).gaussian(0, size), new Shape(1, size));
    return gan.ws(z, .7);
  }

  private static NDArray render(Eg3dGenerator gan, NDArray ws, Pose pose, NDManager manager) {
    NDArray camera = Camera.labels(List.of(pose.camera(gan.config().cameras())), manager);
    return gan.render(gan.planes(ws), camera, gan.renderStyle(ws), Sampling.even()).image();
  }
}
