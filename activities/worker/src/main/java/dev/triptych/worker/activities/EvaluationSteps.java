package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.KnownHead;
import dev.triptych.models.metrics.Surface;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.priors.ComputePrecision;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.Metric.Of;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Scores portraits. */
public final class EvaluationSteps implements EvaluationActivities {
  private static final String MEDIA_TYPE = "application/jsonl";

  private final StepResources resources;

  public EvaluationSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 4)
  public Staged<Evaluation> evaluate(EvaluateRequest request) {
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      List<ViewAngle> angles = request.portrait().stream().map(View::angle).toList();
      ScoreSheet sheet = new ScoreSheet(angles);
      new Sitting(request, angles, priors.networks(), scope).score(sheet);
      byte[] lines = sheet.lines().getBytes(StandardCharsets.UTF_8);
      return Staged.unkeyed(
          Stage.EVALUATE,
          new Evaluation(sheet.metrics(), resources.store().put(lines, MEDIA_TYPE)));
    }
  }

  /** One portrait that is scored. */
  private final class Sitting {
    private final EvaluateRequest request;
    private final List<ViewAngle> angles;
    private final Networks networks;
    private final NDManager scope;
    private final DatasetManifest dataset;
    private final Eg3dGenerator gan;
    private final List<Camera> cameras;
    private final PlainFace plainFace;

    Sitting(EvaluateRequest request, List<ViewAngle> angles, Networks networks, NDManager scope) {
      this.request = request;
      this.angles = angles;
      this.networks = networks;
      this.scope = scope;
      this.dataset = DatasetManifest.get(resources.store(), request.dataset());
      this.gan = networks.generator();
      ViewRendering rendering = new ViewRendering(gan, request.angles());
      this.cameras = angles.stream().map(rendering::camera).toList();
      this.plainFace = PlainFace.read(resources.tensors().get(dataset.latent()), gan, scope);
    }

    void score(ScoreSheet sheet) {
      Map<Of, List<Image>> pictures = pictures();
      // A method that is not given the identity makes another head.
      Optional<KnownHead> truth =
          method().keepsIdentity() ? Truth.head(request, gan.config()) : Optional.empty();
      int size = gan.config().superResolution().imageSize();
      truth.ifPresent(head -> pictures.put(Of.TRUTH, Truth.pictures(head, cameras, size)));
      PortraitScoring scoring = new PortraitScoring(pictures, sheet, scope);
      scoring.compareWithTexts(
          networks.clipScore(ComputePrecision.of(request.precision())),
          request.caption(),
          request.neutralCaption(),
          rivals());
      boolean keptOut = request.subject() != null && request.subject().keptOut();
      scoring.compareWithTargets(networks.lpips(), keptOut);
      truth.ifPresent(head -> scoring.compareFaces(head, cameras));
      followSurfaces(scoring, size);
    }

    /** Requests that do not name a generator are of methods that keep the identity and have one. */
    private Method method() {
      EvaluateRequest.Head head = request.head();
      return head == null ? Method.I2T : head.shape().kind();
    }

    private Map<Of, List<Image>> pictures() {
      Pictures stored = resources.pictures();
      Map<Of, List<Image>> pictures = new EnumMap<>(Of.class);
      pictures.put(
          Of.PORTRAIT, request.portrait().stream().map(view -> stored.get(view.image())).toList());
      List<ViewPair> pairs = angles.stream().flatMap(angle -> known(angle).stream()).toList();
      if (pairs.size() == angles.size()) {
        pictures.put(Of.EDITS, pairs.stream().map(pair -> stored.get(pair.edited())).toList());
      }
      pictures.put(Of.PLAIN, plain());
      return pictures;
    }

    private Optional<ViewPair> known(ViewAngle angle) {
      return dataset.angles() == request.angles() ? dataset.at(angle) : Optional.empty();
    }

    /** The plain face from the portrait's directions: the dataset's view, or else a new one. */
    private List<Image> plain() {
      Pictures stored = resources.pictures();
      ViewRendering rendering = new ViewRendering(gan, request.angles());
      NDArray style = gan.renderStyle(plainFace.ws());
      List<Image> plain = new ArrayList<>();
      for (ViewAngle angle : angles) {
        plain.add(
            known(angle)
                .map(pair -> stored.get(pair.source()))
                .orElseGet(
                    () ->
                        rendering
                            .render(plainFace.planes(), style, angle)
                            .requireFinite(ViewRendering.name(angle))
                            .rounded()));
        Heartbeats.send(plain.size(), angles.size());
      }
      return plain;
    }

    /** Captions of the other styles. */
    private List<String> rivals() {
      EvaluateRequest.Subject subject = request.subject();
      if (subject == null) {
        return List.of();
      }
      return Stream.concat(
              subject.rivals().stream(), KnownWorld.of(request.priors()).styles().stream())
          .map(style -> EvaluationSpec.caption(subject.captionTemplate(), style))
          .toList();
    }

    private void followSurfaces(PortraitScoring scoring, int size) {
      EvaluateRequest.Head head = request.head();
      if (head == null) {
        return;
      }
      if (!method().hasHead()) { // the portrait is edits, on the plain face's surface like them
        scoring.follow(
            surface(gan, plainFace.planes(), size), Of.PLAIN, List.of(Of.PORTRAIT, Of.EDITS));
        return;
      }
      PortraitGenerator generator =
          PortraitMethod.of(head.shape().kind())
              .load(
                  networks,
                  head.shape().spatial(),
                  resources.tensors().get(head.checkpoint()),
                  scope);
      NDArray frontal = resources.pictures().get(head.frontal()).toArray(scope);
      scoring.follow(
          surface(generator.renderer(), generator.network().planes(frontal, plainFace.ws()), size),
          Of.PORTRAIT,
          List.of());
      scoring.follow(surface(gan, plainFace.planes(), size), Of.PLAIN, List.of(Of.EDITS));
    }

    private Surface surface(Eg3dGenerator renderer, NDArray planes, int size) {
      return Surface.render(renderer.renderer(), planes, cameras, size);
    }
  }
}
