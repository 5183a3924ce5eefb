package dev.triptych.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.TinyWorld;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a known picture is found is tried on the bundled set's heads. */
class InversionTest {
  private static final List<Image> PICTURES = List.of(TinyWorld.portrait(), TinyWorld.portrait());
  private static final List<Pose> POSES = List.of(Pose.FRONTAL, new Pose(4, -20));
  private static final Training.Plan PLAN =
      new Training.Plan(30, Adam.Config.of(.002, .9, .999), Schedule.CONSTANT, 0, 10);
  private static final Training.Observer QUIET = new Training.Observer() {};
  private static final Inversion.Settings ALL =
      new Inversion.Settings(9, 3, .05, .02, .05, false, 1e3, .5, .1, 2);

  /** With StyleGAN's noise maps, as public checkpoints have them. */
  private static Model<Eg3dGenerator> generator(NDManager manager) {
    Eg3dConfig tiny = TinyWorld.EG3D;
    Eg3dConfig config =
        new Eg3dConfig(
            tiny.zDim(),
            tiny.cDim(),
            tiny.wDim(),
            tiny.mapping(),
            new Backbone.Config(tiny.backbone().widths(), tiny.backbone().planeChannels(), false),
            tiny.decoder(),
            tiny.rendering(),
            tiny.superResolution(),
            tiny.cameras());
    return Weights.random(1, manager, weights -> new Eg3dGenerator(weights, config));
  }

  private static Inversion.Result invert(
      Model<Eg3dGenerator> generator, Path folder, Training.Observer observer, NDManager manager) {
    Lpips lpips = new TinyWorld(manager).lpips;
    return new Inversion(ALL, generator, lpips, 4).run(PICTURES, POSES, folder, observer, manager);
  }

  private static Training.Observer killedAfter(int steps) {
    return new Training.Observer() {
      @Override
      public void step(int step, int of, Map<String, Float> losses) {
        if (step == steps) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  @Test
  void goesOnToTheSameBits(@TempDir Path whole, @TempDir Path broken) {
    try (NDManager manager = Torch.newManager()) {
      Inversion.Result expected =
          invert(generator(manager), whole, new Training.Observer() {}, manager);
      assertThatThrownBy(() -> invert(generator(manager), broken, killedAfter(7), manager))
          .hasMessage("killed");
      Inversion.Result resumed =
          invert(generator(manager), broken, new Training.Observer() {}, manager);

      assertThat(resumed.found().poses()).isEqualTo(expected.found().poses());
      assertThat(resumed.found().ws().toFloatArray())
          .isEqualTo(expected.found().ws().toFloatArray());
      assertThat(resumed.found().noise()).hasSize(3).hasSameSizeAs(expected.found().noise());
      expected
          .found()
          .noise()
          .forEach(
              (name, map) ->
                  assertThat(resumed.found().noise().get(name).toFloatArray())
                      .isEqualTo(map.toFloatArray()));
      assertThat(resumed.curves()).containsOnlyKeys("total", "lpips", "colour", "warping", "noise");
    }
  }

  @Test
  void movesThePoseAloneAtFirst(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Model<Eg3dGenerator> generator = generator(manager);
      Lpips lpips = new TinyWorld(manager).lpips;
      Inversion.Settings poseAlone =
          new Inversion.Settings(3, 3, .05, .02, .05, false, 0, 0, 0, 100);
      Inverted found =
          new Inversion(poseAlone, generator, lpips, 4)
              .run(PICTURES, POSES, folder, new Training.Observer() {}, manager)
              .found();
      NDArray average = generator.network().spread(averages(generator, manager), 1);
      assertThat(found.ws().toFloatArray()).isEqualTo(average.toFloatArray());
      assertThat(found.noise()).isEmpty();
      assertThat(found.poses().get(0)).isNotEqualTo(POSES.get(0));
      assertThat(found.poses().get(1)).isNotEqualTo(POSES.get(1));
    }
  }

  private static NDArray averages(Model<Eg3dGenerator> generator, NDManager manager) {
    return generator.network().averageStyle(manager);
  }

  @Test
  void keepsNoiseMapsStandard(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Inverted found =
          invert(generator(manager), folder, new Training.Observer() {}, manager).found();
      for (NDArray map : found.noise().values()) {
        assertThat(map.mean().getFloat()).isCloseTo(0, within(1e-5f));
        assertThat(map.square().mean().getFloat()).isCloseTo(1, within(1e-4f));
      }
    }
  }

  @Test
  void isReadFromWhatWasWritten(@TempDir Path folder) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Model<Eg3dGenerator> generator = generator(manager);
      Inverted found = invert(generator, folder, new Training.Observer() {}, manager).found();
      Path file = folder.resolve("inverted.safetensors");
      SafetensorsWriter.write(file, found.tensors(), Map.of(), SafetensorsWriter.Precision.FLOAT32);
      Inverted read = Inverted.read(Safetensors.open(file), manager);

      assertThat(read.ws().toFloatArray()).isEqualTo(found.ws().toFloatArray());
      assertThat(read.noise()).containsOnlyKeys(found.noise().keySet());
      assertThat(read.poses().get(1).azimuth())
          .isCloseTo(found.poses().get(1).azimuth(), within(1e-4));
      Model<Eg3dGenerator> other = generator(manager);
      read.addNoiseTo(other.state());
      found
          .noise()
          .forEach(
              (name, map) ->
                  assertThat(other.state().tensors().get(name).toFloatArray())
                      .isEqualTo(map.toFloatArray()));
    }
  }

  @Test
  void mirroredPicturesShowTheHeadFromTheOtherSide() {
    try (NDManager manager = Torch.newManager()) {
      Inverted pivot = pivot(generator(manager), manager).withMirrored();

      assertThat(pivot.poses())
          .startsWith(POSES.toArray(Pose[]::new))
          .endsWith(Pose.FRONTAL.mirrored(), new Pose(4, 20));
    }
  }

  @Test
  void tunesTheGeneratorUntilItShowsThePictures(@TempDir Path whole, @TempDir Path broken) {
    try (NDManager manager = Torch.newManager()) {
      Tuned all = tune(PLAN, whole, QUIET, manager);
      float[] lpips = all.curves().get(PivotalTuning.LPIPS);
      assertThat(lpips[29]).isLessThan(lpips[0] / 2);

      Training.Plan until = PLAN.until(PivotalTuning.LPIPS, lpips[14]);
      assertThatThrownBy(() -> tune(until, broken, killedAfter(3), manager)).hasMessage("killed");
      Tuned early = tune(until, broken, new Training.Observer() {}, manager);
      assertThat(early.curves().get(PivotalTuning.LPIPS).length).isBetween(4, 15);
      assertThat(early.mapping()).as("behind the style").isEqualTo(all.mapping());
      assertThat(early.decoder()).isNotEqualTo(all.decoder());
    }
  }

  @Test
  void tunesTheBackboneAloneToPlanesThatTheUntunedGeneratorRenders(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Model<Eg3dGenerator> generator = generator(manager);
      Map<String, float[]> before = copies(generator);
      Map<String, float[]> curves =
          new PivotalTuning(PivotalTuning.Part.BACKBONE, generator, new TinyWorld(manager).lpips, 0)
              .run(pivot(generator, manager), PICTURES, PLAN, folder, QUIET, manager);

      float[] lpips = curves.get(PivotalTuning.LPIPS);
      assertThat(lpips[29]).isLessThan(lpips[0]);
      Map<String, float[]> after = copies(generator);
      assertThat(after.get("backbone.synthesis.b4.conv1.weight"))
          .isNotEqualTo(before.get("backbone.synthesis.b4.conv1.weight"));
      assertThat(after)
          .allSatisfy(
              (name, values) -> {
                if (!name.startsWith("backbone.synthesis.")) {
                  assertThat(values).as(name).isEqualTo(before.get(name));
                }
              });
    }
  }

  private static Inverted pivot(Model<Eg3dGenerator> generator, NDManager manager) {
    NDArray ws = generator.network().spread(averages(generator, manager), 1).duplicate();
    return new Inverted(ws, POSES, Map.of());
  }

  private static Map<String, float[]> copies(Model<Eg3dGenerator> generator) {
    Map<String, float[]> copies = new HashMap<>();
    generator.state().tensors().forEach((name, tensor) -> copies.put(name, tensor.toFloatArray()));
    return copies;
  }

  private record Tuned(Map<String, float[]> curves, float[] mapping, float[] decoder) {}

  private static Tuned tune(
      Training.Plan plan, Path folder, Training.Observer observer, NDManager manager) {
    Model<Eg3dGenerator> generator = generator(manager);
    Map<String, float[]> curves =
        new PivotalTuning(PivotalTuning.Part.ALL, generator, new TinyWorld(manager).lpips, .1)
            .run(pivot(generator, manager), PICTURES, plan, folder, observer, manager);
    return new Tuned(
        curves,
        generator.state().tensors().get("backbone.mapping.fc0.weight").toFloatArray(),
        generator.state().tensors().get("decoder.net.0.weight").toFloatArray());
  }
}
