package dev.triptych.cli.sketch;

import dev.triptych.models.noise.CounterNoise;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.DrawnViews;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.dataset.Identity;
import dev.triptych.workflows.dataset.InvertPhotoRequest;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.PhotoActivities;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.dataset.TunePhotoRequest;
import dev.triptych.workflows.dataset.TunedPhoto;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.mixing.MixStylesRequest;
import dev.triptych.workflows.mixing.MixingActivities;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import io.temporal.failure.ApplicationFailure;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * All steps that need networks, done with a pencil instead. A style "… that fails" fails, and so do
 * "… while the disk is full" and "… while the prior set is damaged", for what is around; one "…
 * without a path" meets a fault of the program.
 */
public final class SketchSteps
    implements GenerationActivities,
        PhotoActivities,
        EditingActivities,
        I2tActivities,
        EvaluationActivities,
        MixingActivities {
  private static final Color SKIN = new Color(0xd9a07a);

  private final ArtifactStore store;
  private final int pencil;
  private final AtomicInteger executions = new AtomicInteger();

  public SketchSteps(ArtifactStore store) {
    this(store, 0);
  }

  /**
   * @param pencil another number edits in other colours, as no sound step would
   */
  public SketchSteps(ArtifactStore store, int pencil) {
    this.store = store;
    this.pencil = pencil;
  }

  /** Steps that ran, those kept from before not among them. */
  public int executions() {
    return executions.get();
  }

  @Override
  @Memoised(version = 1)
  public Staged<Identity> sampleIdentity(SampleIdentityRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(Stage.SAMPLE_IDENTITY, new Identity(latent(request.seed())));
  }

  @Override
  @Memoised(version = 1)
  public Staged<InvertedPhoto> invertPhoto(InvertPhotoRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(
        Stage.INVERT_PHOTO,
        new InvertedPhoto(
            latent(1),
            request.picture(),
            store.put(SketchedHead.png(request.seenFrom(), SKIN), "image/png"),
            curve("inversion/total"),
            request.seenFrom(),
            new InvertedPhoto.Likeness(1.25, .5, .25),
            new InvertedPhoto.Likeness(.75, .25, .5)));
  }

  @Override
  @Memoised(version = 1)
  public Staged<TunedPhoto> tunePhoto(TunePhotoRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(
        Stage.TUNE_PHOTO,
        new TunedPhoto(
            latent(2),
            store.put(SketchedHead.png(ViewAngle.FRONTAL, Color.PINK), "image/png"),
            curve("total"),
            new InvertedPhoto.Likeness(.375, .125, .875)));
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> renderViews(RenderViewsRequest request) {
    executions.incrementAndGet();
    DrawnViews drawn = request.drawn();
    List<ViewAngle> angles = new ArrayList<>(request.views().list());
    if (drawn != null) {
      angles.clear();
      for (int i = 0; i < drawn.count(); i++) {
        angles.add(new ViewAngle(drawn.stream().hashCode() % 20, i + 1));
      }
      angles.add(ViewAngle.FRONTAL);
    }
    return Staged.unkeyed(Stage.RENDER_VIEWS, views(angles, SKIN));
  }

  @Override
  @Memoised(version = 1)
  public Staged<EditedView> editView(EditViewRequest request) {
    executions.incrementAndGet();
    if (request.settings().prompt().contains("that fails")) {
      throw ApplicationFailure.newNonRetryableFailure("The pencil broke.", "BrokenPencil");
    }
    if (request.settings().prompt().contains("without a path")) {
      throw new InvalidPathException("orc", "Malformed input");
    }
    if (request.settings().prompt().contains("while the disk is full")) {
      throw new StorageFull("/the/file", new IOException("No space left on device"));
    }
    if (request.settings().prompt().contains("while the prior set is damaged")) {
      throw new MissingPrior("The prior set is damaged", "/the/file", "Put it back from a copy.");
    }
    return Staged.unkeyed(
        Stage.EDIT_VIEW,
        new EditedView(
            store.put(
                SketchedHead.tinted(store.get(request.source()), colour(request)), "image/png")));
  }

  @Override
  @Memoised(version = 1)
  public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
    return List.of(editView(requests.get(0)));
  }

  @Override
  @Memoised(version = 1)
  public Staged<PretrainedI2t> pretrain(PretrainRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(
        Stage.PRETRAIN, new PretrainedI2t(text("i2t" + request.spatial()), curve("total"), 0.1));
  }

  @Override
  @Memoised(version = 1)
  public Staged<FineTunedGenerator> fineTune(FineTuneRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(
        Stage.FINE_TUNE,
        new FineTunedGenerator(
            text("generator" + request.dataset().sha256() + request.shape()),
            curve("total", "rec", "lpips", "dr"),
            new FineTunedGenerator.Losses(1, 0.5, 0.2, 0.1),
            request.milestones().stream()
                .map(
                    step ->
                        new FineTunedGenerator.Milestone(
                            step, text("generator" + step + request.dataset().sha256())))
                .toList()));
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> renderPortrait(RenderPortraitRequest request) {
    executions.incrementAndGet();
    Color skin = new Color(Integer.parseInt(request.checkpoint().sha256().substring(0, 6), 16));
    return Staged.unkeyed(Stage.RENDER_PORTRAIT, views(request.views().list(), skin));
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> mixStyles(MixStylesRequest request) {
    executions.incrementAndGet();
    int share = (int) Math.round(255 * request.share());
    return Staged.unkeyed(
        Stage.MIX_STYLES, views(request.mixture().views(), new Color(share, 128, 255 - share)));
  }

  @Override
  @Memoised(version = 1)
  public Staged<Evaluation> evaluate(EvaluateRequest request) {
    executions.incrementAndGet();
    return Staged.unkeyed(
        Stage.EVALUATE,
        new Evaluation(
            Map.of(
                Metric.CLIP_SCORE.slug(), new MeanStd(0.87, 0.02),
                Metric.CLIP_SCORE_BEFORE.slug(), new MeanStd(-0.15, 0.03),
                Metric.CLIP_SCORE_EDITS.slug(), new MeanStd(0.88, 0.01),
                Metric.CLIP_DIRECTIONAL.slug(), new MeanStd(0.7, 0.05)),
            text("per view")));
  }

  private ViewSet views(List<ViewAngle> angles, Color skin) {
    return new ViewSet(
        angles.stream()
            .map(angle -> new View(angle, store.put(SketchedHead.png(angle, skin), "image/png")))
            .toList());
  }

  private Color colour(EditViewRequest request) {
    EditSettings settings = request.settings();
    int colour = settings.prompt().hashCode() ^ Double.hashCode(settings.tau()) ^ pencil;
    return new Color(colour & 0xffffff);
  }

  private ArtifactRef curve(String... names) {
    List<RunEvent.Point> points =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                step -> {
                  TreeMap<String, Double> losses = new TreeMap<>();
                  for (String name : names) {
                    losses.put("loss/" + name, 1.0 / step);
                  }
                  return new RunEvent.Point(step, losses);
                })
            .toList();
    return store.put(LossCurve.write(points), LossCurve.MEDIA_TYPE);
  }

  /** Style vectors as the mannequin has them, in a file of tensors: networks can read these. */
  private ArtifactRef latent(long seed) {
    int count = 8 * 64;
    String header =
        "{\"ws\": {\"dtype\": \"F32\", \"shape\": [1, 8, 64], \"data_offsets\": [0, %d]}}"
            .formatted(Float.BYTES * count);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + header.length() + Float.BYTES * count)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    float[] w = new CounterNoise(seed).at("w").gaussian(0, 64);
    for (int i = 0; i < count; i++) {
      file.putFloat(.1f * w[i % 64]);
    }
    return store.put(file.array(), "application/vnd.safetensors");
  }

  private ArtifactRef text(String text) {
    return store.put(text.getBytes(StandardCharsets.UTF_8), "text/plain");
  }
}
