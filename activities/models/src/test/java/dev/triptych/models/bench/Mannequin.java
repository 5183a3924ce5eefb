package dev.triptych.models.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.i2t.DensityRegularisation;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The networks at the mannequin's size.
 *
 * @param configs by role, as in the set's manifest
 */
record Mannequin(JsonNode configs) {
  static Mannequin read(Path manifest) throws IOException {
    return new Mannequin(new ObjectMapper().readTree(manifest.toFile()).path("networks"));
  }

  void run(String name, Precision precision, Turns turns) {
    switch (name) {
      case "mannequin-edit" -> Measured.evaluate(turns, edit(precision));
      case "mannequin-clip" ->
          Measured.evaluate(
              turns, Paper.clip(config("clip", ClipModel.Config.class), 64, precision));
      case "mannequin-lpips" -> Measured.evaluate(turns, lpips(false));
      case "mannequin-lpips-gradient" -> Measured.evaluate(turns, lpips(true));
      case "mannequin-backbone" -> Measured.evaluate(turns, Paper.backbone(eg3d(), 1));
      case "mannequin-render" -> Measured.evaluate(turns, render());
      case "mannequin-fine-tuning" -> fineTune(turns);
      default -> throw new IllegalArgumentException("no case " + name);
    }
  }

  private <C> C config(String role, Class<C> type) {
    return new ObjectMapper().convertValue(configs.path(role), type);
  }

  private Eg3dConfig eg3d() {
    return config("eg3d", Eg3dConfig.class);
  }

  private Measured.Case lpips(boolean gradient) {
    return Measured.lpips(config("lpips", Lpips.Config.class), 64, gradient);
  }

  private Measured.Case edit(Precision precision) {
    return manager -> {
      UNet2DConditionModel unet =
          Measured.network(
              Measured.PLAIN,
              manager,
              w ->
                  new UNet2DConditionModel(
                      w.frozen(precision), config("unet", UNet2DConditionModel.Config.class)));
      AutoencoderKL vae =
          Measured.network(
              Measured.PLAIN,
              manager,
              w ->
                  new AutoencoderKL(
                      w.frozen(precision), config("vae", AutoencoderKL.Config.class)));
      ClipModel clip =
          Measured.network(
              Measured.PLAIN,
              manager,
              w -> new ClipModel(w, config("clip", ClipModel.Config.class)));
      InstructPix2Pix editor =
          new InstructPix2Pix(
              unet, vae, clip.text(), new Ddim(config("scheduler", Ddim.Config.class)));
      NDArray image = Measured.input(manager, "image", 1, 3, 64, 64);
      NDArray noise = Measured.input(manager, "noise", 1, 4, 16, 16);
      InstructPix2Pix.Instruction instruction =
          new InstructPix2Pix.Instruction(
              unet.promptContext(Measured.input(manager, "text", 2, 24, 64)));
      ImageEdit settings = new ImageEdit(20, ImageEdit.Start.PLAIN_NOISE, 1, 2.5, 1.5);
      return scope -> editor.edit(Measured.in(scope, image), noise, instruction, settings);
    };
  }

  private Measured.Case render() {
    return manager -> {
      Eg3dGenerator eg3d =
          Measured.network(Measured.EG3D, manager, w -> new Eg3dGenerator(w.frozen(), eg3d()));
      NDArray planes = Measured.input(manager, "planes", 1, 48, 32, 32);
      NDArray frontal = Camera.labels(List.of(eg3d().cameras().frontal()), manager);
      NDArray style = eg3d.averageStyle(manager);
      return scope ->
          eg3d.render(planes, Measured.in(scope, frontal), style, Sampling.even()).image();
    };
  }

  /** A turn is a step of one long training. */
  private void fineTune(Turns turns) {
    try (NDManager manager = Torch.newManager()) {
      Eg3dGenerator eg3d =
          Measured.network(Measured.EG3D, manager, w -> new Eg3dGenerator(w.frozen(), eg3d()));
      Lpips lpips =
          Measured.network(
              Measured.PLAIN,
              manager,
              w -> new Lpips(w.frozen(), config("lpips", Lpips.Config.class)));
      ImageToTriplane.Config shape = config("i2t", ImageToTriplane.Config.class);
      Model<ImageToTriplane> model =
          Weights.generate(Measured.EG3D, manager, w -> new ImageToTriplane(w, shape));
      NDArray portrait = Measured.input(manager, "portrait", 1, 3, 64, 64).clip(-1, 1);
      Image picture = Image.of(portrait);
      FineTuning.View view = new FineTuning.View(eg3d().cameras().frontal(), picture);
      FineTuning.Objective objective =
          new FineTuning.Objective(4, 10, 1, .2, new DensityRegularisation(2000, .03, false));
      Training.Plan plan =
          new Training.Plan(
              1 << 20, Adam.Config.of(2e-3, 0, .99), new Schedule(0, 0, 1), 0, 1 << 20);
      turns.ready();
      if (turns.next(0)) {
        new FineTuning(objective, eg3d, lpips, 1)
            .run(
                model.network(),
                model.state(),
                Collections.nCopies(4, view),
                picture,
                eg3d.averageStyle(manager),
                plan,
                Files.createTempDirectory("bench"),
                new UntilAskedOtherwise(turns),
                manager);
      }
    } catch (Finished e) {
      // something else was asked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record UntilAskedOtherwise(Turns turns) implements Training.Observer {
    @Override
    public void step(int step, int steps, Map<String, Float> losses) {
      if (!turns.next(0)) {
        throw new Finished();
      }
    }
  }

  private static final class Finished extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
