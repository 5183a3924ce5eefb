package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.InstructPix2Pix;
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
import java.util.List;

/** Edits views, on a GPU several at once. */
public final class EditingSteps implements EditingActivities {
  private static final int VERSION = 5;

  private final StepResources resources;
  private final ViewsAtOnce together;

  public EditingSteps(StepResources resources) {
    this(resources, new ViewsAtOnce());
  }

  EditingSteps(StepResources resources, ViewsAtOnce together) {
    this.resources = resources;
    this.together = together;
  }

  @Override
  @Memoised(version = VERSION)
  public Staged<EditedView> editView(EditViewRequest request) {
    return edit(List.of(request)).get(0);
  }

  @Override
  @Memoised(version = VERSION)
  public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
    return edit(requests);
  }

  /** The first of {@code requests}, as many as are alike and fit the device. */
  private List<Staged<EditedView>> edit(List<EditViewRequest> requests) {
    EditViewRequest first = requests.get(0);
    EditSettings settings = first.settings();
    EditorPrecision precision = ComputePrecision.of(settings.precision());
    Pictures pictures = resources.pictures();
    try (LoadedPriors.Lease priors = resources.use(first.priors());
        LoadedPriors.EditLease prompts =
            priors.edit(settings.prompt(), settings.negativePrompt(), precision);
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      Networks networks = priors.networks();
      ImageEdit edit = imageEdit(settings);
      int steps = networks.scheduler().timesteps(edit).length;
      InstructPix2Pix editor = networks.editor(precision); // before memory is looked at
      AutoencoderKL.Config latents = networks.autoencoderConfig();
      int size = pictures.get(first.source()).width();
      NDArray noise = noise(settings.noiseSeed(), latents, size, scope);
      List<Image> edited =
          together.first(
              alike(requests),
              StageContext.current().device(),
              ViewsAtOnce.bytes(size, latents.channelsOfImages()),
              some -> {
                try (NDManager call = scope.newSubManager()) {
                  List<Image> sources =
                      some.stream().map(request -> pictures.get(request.source())).toList();
                  return Image.all(
                      editor
                          .edit(
                              Image.batch(sources, call),
                              noise,
                              prompts.instruction(),
                              edit,
                              step -> Heartbeats.send(step, steps))
                          .image());
                }
              });
      StageContext.current().leaveSlot();
      return edited.stream()
          .map(picture -> new EditedView(pictures.put(picture, "the edited picture")))
          .map(view -> Staged.unkeyed(Stage.EDIT_VIEW, view))
          .toList();
    }
  }

  /** Those that one call can do: a dataset's are. */
  private static List<EditViewRequest> alike(List<EditViewRequest> requests) {
    EditViewRequest first = requests.get(0);
    return requests.stream()
        .takeWhile(
            request ->
                request.priors().equals(first.priors())
                    && request.settings().equals(first.settings()))
        .toList();
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
