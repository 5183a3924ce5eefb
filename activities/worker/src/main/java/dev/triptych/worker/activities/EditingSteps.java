package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.images.Image;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.ComputePrecision;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;

/** Edits single views. */
public final class EditingSteps implements EditingActivities {
  private final StepResources resources;

  public EditingSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 4)
  public Staged<EditedView> editView(EditViewRequest request) {
    EditSettings settings = request.settings();
    EditorPrecision precision = ComputePrecision.of(settings.precision());
    Pictures pictures = resources.pictures();
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        LoadedPriors.EditLease prompts =
            priors.edit(settings.prompt(), settings.negativePrompt(), precision);
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      Networks networks = priors.networks();
      ImageEdit edit = imageEdit(settings);
      int steps = networks.scheduler().timesteps(edit).length;
      Image source = pictures.get(request.source());
      NDArray edited =
          networks
              .editor(precision)
              .edit(
                  source.toArray(scope),
                  noise(settings.noiseSeed(), networks.autoencoderConfig(), source.width(), scope),
                  prompts.instruction(),
                  edit,
                  step -> Heartbeats.send(step, steps))
              .image();
      Image picture = Image.of(edited);
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

  private static ImageEdit imageEdit(EditSettings settings) {
    return new ImageEdit(
        settings.steps(),
        switch (settings.start()) {
          case IMG2IMG -> ImageEdit.Start.IMAGE_TO_IMAGE;
          case LEVEL_ALL_STEPS -> ImageEdit.Start.LEVEL_ALL_STEPS;
          case PURE_NOISE -> ImageEdit.Start.PLAIN_NOISE;
        },
        settings.tau(),
        settings.textGuidance(),
        settings.imageGuidance());
  }
}
