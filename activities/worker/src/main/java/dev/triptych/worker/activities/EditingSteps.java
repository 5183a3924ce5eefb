package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;

/** Edits single views. */
public final class EditingSteps implements EditingActivities {
  private final Workshop workshop;

  public EditingSteps(Workshop workshop) {
    this.workshop = workshop;
  }

  @Override
  @Memoised(version = 3)
  public Staged<EditedView> editView(EditViewRequest request) {
    EditSettings settings = request.settings();
    Pictures pictures = workshop.pictures();
    try (LoadedPriors.Lease priors = workshop.priors().use(request.priors());
        LoadedPriors.EditLease prompts = priors.edit(settings.prompt(), settings.negativePrompt());
        GradMode off = GradMode.off();
        NDManager scope = Torch.newManager()) {
      Networks networks = priors.networks();
      ImageEdit edit = imageEdit(settings, networks);
      int steps =
          new Ddim(networks.priors().config("scheduler", Ddim.Config.class)).timesteps(edit).length;
      float[] source = pictures.get(request.source());
      int size = (int) Math.round(Math.sqrt(source.length / 3.0));
      NDArray edited =
          networks
              .editor()
              .edit(
                  scope.create(source, new Shape(1, 3, size, size)),
                  noise(settings.noiseSeed(), networks.autoencoder().config(), size, scope),
                  prompts.instruction(),
                  edit,
                  step -> Heartbeats.send(step, steps))
              .image();
      float[] picture = edited.toFloatArray();
      StageContext.current().leaveSlot();
      return Staged.unkeyed(
          Stage.EDIT_VIEW, new EditedView(pictures.put(picture, "the edited picture")));
    }
  }

  /** n, which all views of a dataset share. */
  private static NDArray noise(long seed, AutoencoderKL.Config latents, int size, NDManager scope) {
    int side = size / latents.reduction();
    Shape shape = new Shape(1, latents.latentChannels(), side, side);
    CounterNoise noise = new CounterNoise(seed).at("edit");
    return scope.create(noise.gaussian(0, (int) shape.size()), shape);
  }

  private static ImageEdit imageEdit(EditSettings settings, Networks networks) {
    return new ImageEdit(
        settings.steps(),
        switch (settings.start()) {
          case IMG2IMG -> ImageEdit.Start.IMAGE_TO_IMAGE;
          case LEVEL_ALL_STEPS -> ImageEdit.Start.LEVEL_ALL_STEPS;
          case PURE_NOISE -> ImageEdit.Start.PLAIN_NOISE;
        },
        settings.tau(),
        settings.textGuidance(),
        settings.imageGuidance(),
        clamp(networks));
  }

  /** diffusers' {@code clip_sample_range}, which Stable Diffusion does without. */
  private static double clamp(Networks networks) {
    JsonNode scheduler = networks.priors().manifest().networks().get("scheduler");
    if (scheduler == null || !scheduler.path("clip_sample").asBoolean(false)) {
      return 0;
    }
    return scheduler.path("clip_sample_range").asDouble(1);
  }
}
