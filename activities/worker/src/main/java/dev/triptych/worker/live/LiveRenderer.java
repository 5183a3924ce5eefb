package dev.triptych.worker.live;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Image;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.worker.activities.Pictures;
import dev.triptych.worker.activities.PlainFace;
import dev.triptych.worker.activities.ViewCameras;
import dev.triptych.worker.live.Subject.Mix;
import dev.triptych.worker.live.Subject.Plain;
import dev.triptych.worker.live.Subject.Portrait;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.priors.SharedCache;
import dev.triptych.worker.priors.SharedCache.Lease;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of heads from wherever they are looked at. A head's planes are made once and stay while
 * there is room; a picture then takes marching and super-resolution alone. For several threads.
 */
public final class LiveRenderer implements AutoCloseable {
  private static final int MODELS = 1; // that nobody uses, beside those at work

  /** From the middle of the cameras' sphere: what a head has on the camera's side of it, */
  private static final double NEARER = .3; // in the world's units, in which a head is .6 tall

  /** and beyond. */
  private static final double FARTHER = .15;

  /** What decides a model. */
  private record Model(GeneratorShape shape, ArtifactRef checkpoint) {}

  /**
   * Where a head is looked at from.
   *
   * @param angles how the angle becomes a camera
   * @param zoom 1 for the camera of all pictures; 2 shows half of its field
   */
  public record Gaze(AngleMode angles, ViewAngle angle, double zoom) {}

  private final ArtifactStore store;
  private final LoadedPriors.Lease priors;
  private final Eg3dGenerator gan;
  private final Pictures pictures;
  private final SharedCache<Subject, HeadPlanes> heads;
  private final SharedCache<Model, LoadedModel> models;

  /**
   * @param ref whose networks are used until this is closed
   * @param memory bytes for planes that nobody looks at right now
   */
  public LiveRenderer(
      ArtifactStore store, LoadedPriors loaded, PriorRef ref, Device device, long memory) {
    this.store = store;
    this.priors = loaded.use(ref, device);
    this.gan = priors.networks().generator();
    this.pictures = new Pictures(store);
    this.heads = new SharedCache<>(memory, HeadPlanes::bytes, HeadPlanes::close);
    this.models = new SharedCache<>(MODELS, LoadedModel::close);
  }

  /** Rays a side that its pictures are made of. */
  public int rays() {
    return gan.config().rendering().size();
  }

  /** Pixels of a picture's side; depth and normals have one for each ray. */
  public int imageSize() {
    return gan.config().imageSize();
  }

  /**
   * A picture.
   *
   * @param rays a side; fewer than {@link #rays} are faster and coarser
   * @throws dev.triptych.worker.errors.TriptychException if what the head is made from is gone
   * @throws dev.triptych.models.finite.NonFiniteException if the head's values are no numbers
   */
  public Image render(Subject subject, Gaze gaze, Look look, int rays) {
    try (Lease<HeadPlanes> head = heads.acquire(subject, () -> planes(subject));
        GradMode off = GradMode.off();
        NDManager scope = head.value().owner().newSubManager()) {
      Camera camera = camera(gaze);
      NDArray cameras = Camera.labels(List.of(camera), scope);
      NDArray planes = head.value().planes();
      Eg3dGenerator renderer = head.value().renderer();
      if (look == Look.COLOUR) {
        NDArray image =
            renderer.render(planes, cameras, head.value().style(), Sampling.even(), rays).image();
        return Image.of(image).requireFinite("the picture " + gaze.angle().slug());
      }
      VolumeRenderer.View seen = renderer.renderer().render(cameras, planes, Sampling.even(), rays);
      DepthMap map = DepthMap.of(List.of(camera), seen.depth(), seen.opacity()).get(0);
      double radius = gan.config().cameras().radius();
      return look == Look.DEPTH
          ? map.picture(radius - NEARER, radius + FARTHER)
          : map.normals().picture();
    }
  }

  /** What can be done with a head in memory. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * @param generator that renders the head: the set's, unless the head has one of its own
     * @param planes [1, 3·c, h, h]
     * @param style of the super-resolution, [1, w]
     */
    T on(Eg3dGenerator generator, NDArray planes, NDArray style);
  }

  /**
   * Works on a head, without gradients. Its arrays stay this renderer's: the result must be none.
   *
   * @throws dev.triptych.worker.errors.TriptychException if what the head is made from is gone
   */
  public <T> T with(Subject subject, Work<T> work) {
    try (Lease<HeadPlanes> head = heads.acquire(subject, () -> planes(subject));
        GradMode off = GradMode.off()) {
      return work.on(head.value().renderer(), head.value().planes(), head.value().style());
    }
  }

  private Camera camera(Gaze gaze) {
    Camera.Rig rig = gan.config().cameras();
    Camera.Rig nearer =
        new Camera.Rig(rig.angles(), rig.radius(), rig.pivotZ(), rig.focal() * gaze.zoom());
    return ViewCameras.at(nearer, gaze.angles(), gaze.angle());
  }

  private HeadPlanes planes(Subject subject) {
    try (GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      if (subject instanceof Plain plain) {
        PlainFace face = PlainFace.read(tensors(plain.latent()), gan, scope);
        return kept(face.planes(), face.ws(), gan, null);
      }
      Portrait portrait = subject instanceof Mix mix ? mix.from() : (Portrait) subject;
      Lease<LoadedModel> lease = model(portrait);
      boolean needed = false; // once the planes are made
      try {
        LoadedModel model = lease.value();
        ArtifactRef latent = portrait.latent();
        NDArray ws =
            latent == null ? model.ws(scope) : tensors(latent).read(PortraitGenerator.WS, scope);
        NDArray planes =
            subject instanceof Mix mix
                ? model.planes(portrait.frontal(), mix.to(), mix.share(), ws, scope)
                : model.planes(portrait.frontal(), ws, scope);
        boolean own = model.renderer() != gan;
        HeadPlanes kept = kept(planes, ws, model.renderer(), own ? lease : null);
        needed = own;
        return kept;
      } finally {
        if (!needed) {
          lease.close();
        }
      }
    }
  }

  private HeadPlanes kept(
      NDArray planes, NDArray ws, Eg3dGenerator renderer, @Nullable Lease<LoadedModel> model) {
    return new HeadPlanes(
        priors.networks().newManager(), planes, renderer.renderStyle(ws), renderer, model);
  }

  private Lease<LoadedModel> model(Portrait portrait) {
    Model key = new Model(portrait.shape(), portrait.checkpoint());
    return models.acquire(key, () -> load(key));
  }

  private LoadedModel load(Model model) {
    NDManager owner = priors.networks().newManager();
    try {
      PortraitGenerator generator =
          PortraitMethod.of(model.shape().kind())
              .load(priors.networks(), model.shape().spatial(), tensors(model.checkpoint()), owner);
      return new LoadedModel(owner, generator, generator.renderer(), pictures::get);
    } catch (RuntimeException | Error e) {
      owner.close();
      throw e;
    }
  }

  private TensorSource tensors(ArtifactRef artifact) {
    return Safetensors.open(store.file(artifact));
  }

  /** Arrays in the engine's memory: two for each head that is kept, if no picture is under way. */
  public long arrays() {
    long[] sum = {0};
    heads.forEach(head -> sum[0] += head.owner().getManagedArrays().size());
    return sum[0];
  }

  /** Frees all; no picture may be under way. */
  @Override
  public void close() {
    heads.close();
    models.close();
    priors.close();
  }
}
