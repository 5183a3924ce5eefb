package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.workflows.dataset.DrawnViews;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.dataset.Identity;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples and renders plain faces. */
public final class GenerationSteps implements GenerationActivities {
  /** Name of w in an identity's file, [1, layers, w]. */
  private final StepResources resources;

  private final ViewsAtOnce together;

  public GenerationSteps(StepResources resources) {
    this(resources, new ViewsAtOnce());
  }

  GenerationSteps(StepResources resources, ViewsAtOnce together) {
    this.resources = resources;
    this.together = together;
  }

  @Override
  @Memoised(version = 1)
  public Staged<Identity> sampleIdentity(SampleIdentityRequest request) {
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      Eg3dGenerator generator = priors.networks().generator();
      float[] code = IdentityCode.of(request.seed(), request.number(), generator.config().zDim());
      NDArray z = scope.create(code, new Shape(1, code.length));
      NDArray frontal = Camera.labels(List.of(generator.config().cameras().frontal()), scope);
      NDArray ws = generator.ws(z, frontal, request.truncationPsi());
      Identity identity = new Identity(resources.tensors().put(Map.of(PortraitGenerator.WS, ws)));
      return Staged.unkeyed(Stage.SAMPLE_IDENTITY, identity);
    }
  }

  @Override
  @Memoised(version = 3)
  public Staged<ViewSet> renderViews(RenderViewsRequest request) {
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      Eg3dGenerator generator = priors.networks().generator();
      PlainFace face = PlainFace.read(resources.tensors().get(request.latent()), generator, scope);
      ViewRendering rendering = new ViewRendering(generator, request.views().angles());
      ViewSet views =
          new ViewSet(
              rendering.keep(
                  face.planes(),
                  generator.renderStyle(face.ws()),
                  angles(request),
                  resources.pictures(),
                  together));
      return Staged.unkeyed(Stage.RENDER_VIEWS, views);
    }
  }

  /** In tenths of degrees, as their names tell them. */
  private static List<ViewAngle> angles(RenderViewsRequest request) {
    DrawnViews drawn = request.drawn();
    ViewsSpec views = request.views();
    if (drawn == null) {
      return views.list();
    }
    CounterNoise noise = new CounterNoise(drawn.seed()).at("views").at(drawn.stream());
    List<ViewAngle> angles = new ArrayList<>();
    for (int view = 0; view < drawn.count(); view++) {
      angles.add(
          new ViewAngle(
              within(views.pitchRange(), noise.uniform(view, 0)),
              within(views.yawRange(), noise.uniform(view, 1))));
    }
    if (!angles.contains(ViewAngle.FRONTAL)) {
      angles.add(ViewAngle.FRONTAL);
    }
    return angles;
  }

  private static double within(double range, double share) {
    return Math.round(10 * range * (2 * share - 1)) / 10.;
  }
}
