package dev.triptych.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the style and the pose with which a frozen generator shows given pictures (Ko et al. 2023,
 * 3D GAN Inversion with Pose Optimization, section 4.2): pose alone at first, then both, by LPIPS.
 * Elevation and azimuth are optimised themselves, where the authors' program asks a network for
 * them, and the camera stays on its sphere.
 */
public final class Inversion {
  static final Kernels KERNELS = Kernels.of(Inversion.class, "inversion.py");

  private static final String W = "w";
  private static final String POSE = "pose";
  private static final int CODES = 1000; // whose spread is measured
  private static final int COMPARED = 256; // pixels of a side; larger pictures are shrunk

  /**
   * @param steps of the optimiser
   * @param poseSteps the first of them, which move the pose alone
   * @param learningRate of w and of the noise maps
   * @param poseLearningRate of elevation and azimuth, in radians; 0 leaves the poses as they are
   *     given
   * @param noiseOfW deviation of the noise that w gets while it is sought, a share of w's own
   * @param perLayer whether each layer has a w of its own, which shows more and turns worse
   * @param noiseRegularisation weight of the noise maps' resemblance to themselves; 0 leaves the
   *     maps as they are
   * @param colour weight of the mean square difference of the pictures, beside LPIPS
   * @param warping weight of the difference between the pictures and what the front's features look
   *     like when they are warped there by the rendered depth; it moves the pose alone
   * @param checkpointEvery steps between checkpoints
   */
  public record Settings(
      int steps,
      int poseSteps,
      double learningRate,
      double poseLearningRate,
      double noiseOfW,
      boolean perLayer,
      double noiseRegularisation,
      double colour,
      double warping,
      int checkpointEvery) {
    public Settings {
      if (steps < 1 || poseSteps < 0 || poseSteps > steps || !(learningRate > 0)) {
        throw new IllegalArgumentException(
            "an inversion of "
                + steps
                + " steps, "
                + poseSteps
                + " of them for the pose, at a rate of "
                + learningRate);
      }
    }
  }

  /**
   * @param found belongs to the manager that the run was given
   * @param curves losses by step: total, lpips, and those that have a weight of colour, warping and
   *     noise
   */
  public record Result(Inverted found, Map<String, float[]> curves) {}

  private final Settings settings;
  private final Model<Eg3dGenerator> generator;
  private final Lpips lpips;
  private final CounterNoise noise;

  /**
   * @param generator whose noise maps are changed if they are optimised, and nothing else
   * @param lpips frozen
   * @param seed of the noise on w
   */
  public Inversion(Settings settings, Model<Eg3dGenerator> generator, Lpips lpips, long seed) {
    this.settings = settings;
    this.generator = generator;
    this.lpips = lpips;
    this.noise = new CounterNoise(seed).at("inversion");
  }

  /**
   * Goes on from the newest checkpoint in {@code folder}.
   *
   * @param targets pictures of one head, as large as the generator's
   * @param initial the pose of each, as far as it is known
   */
  public Result run(
      List<Image> targets,
      List<Pose> initial,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    if (targets.isEmpty() || targets.size() != initial.size()) {
      throw new IllegalArgumentException(
          targets.size() + " pictures, " + initial.size() + " poses");
    }
    Eg3dGenerator gan = generator.network();
    int layers = gan.config().backbone().layers();
    try (NDManager data = manager.newSubManager()) {
      NDArray average = gan.mapping().average();
      NDArray w;
      float deviation;
      try (GradMode off = GradMode.off()) {
        w = KERNELS.callIn(data, "start", average, settings.perLayer() ? layers : 1);
        deviation = deviation(data);
      }
      NDArray pose = Pose.radians(initial, data).duplicate();
      NoiseMaps maps =
          settings.noiseRegularisation() > 0
              ? NoiseMaps.of(generator.state())
              : new NoiseMaps(new StateDict(Map.of()));
      Map<String, NDArray> variables = new LinkedHashMap<>(maps.maps().tensors());
      variables.put(W, w);
      variables.put(POSE, pose);
      Search search = new Search(targets, w, pose, maps, deviation, data);
      Map<String, float[]> curves =
          new Training(plan(), new StateDict(variables), this::rate, data)
              .run(search, folder, observer);
      maps.normalise(data);
      try (GradMode off = GradMode.off()) {
        Inverted found =
            new Inverted(
                KERNELS.callIn(manager, "spread", w, layers), Pose.of(pose), maps.maps().tensors());
        return new Result(found, curves);
      }
    }
  }

  private Training.Plan plan() {
    return new Training.Plan(
        settings.steps(),
        Adam.Config.of(settings.learningRate(), 0.9, 0.999),
        Schedule.CONSTANT,
        0,
        Math.min(settings.steps(), settings.checkpointEvery()));
  }

  /** StyleGAN's ramp for w and noise: up over a twentieth, down over the last quarter. */
  private double rate(String tensor, int step) {
    if (tensor.equals(POSE)) {
      return settings.poseLearningRate() / settings.learningRate();
    }
    double t = progress(step);
    double down = Math.min(1, (1 - t) / .25);
    return (.5 - .5 * Math.cos(Math.PI * down)) * Math.min(1, t / .05);
  }

  /** The share of the steps for both that are done; 0 while the pose is sought alone. */
  private double progress(int step) {
    int both = settings.steps() - settings.poseSteps();
    return Math.max(0, (step - settings.poseSteps()) / (double) Math.max(1, both));
  }

  /** How far styles lie from their average. */
  private float deviation(NDManager scope) {
    Eg3dGenerator gan = generator.network();
    int size = gan.config().zDim();
    float[] values = noise.at("codes").gaussian(0, CODES * size);
    try (NDManager own = scope.newSubManager()) {
      NDArray z = own.create(values, new Shape(CODES, size));
      NDArray front = Camera.labels(List.of(gan.config().cameras().frontal()), own);
      NDArray codes = gan.mapping().forward(z, front.broadcast(CODES, Camera.LABEL));
      return KERNELS.callIn(own, "deviation", codes, gan.mapping().average()).getFloat();
    }
  }

  /** What a step minimises. */
  private final class Search implements Training.Objective {
    private final Eg3dGenerator gan = generator.network();
    private final NDArray w;
    private final NDArray pose;
    private final NoiseMaps maps;
    private final float deviation;
    private final NDArray pictures;
    private final Lpips.Features features;
    private final NDArray front;

    Search(
        List<Image> targets,
        NDArray w,
        NDArray pose,
        NoiseMaps maps,
        float deviation,
        NDManager data) {
      this.w = w;
      this.pose = pose;
      this.maps = maps;
      this.deviation = deviation;
      try (GradMode off = GradMode.off()) {
        pictures = KERNELS.callIn(data, "shrunk", Image.batch(targets, data), COMPARED);
        features = lpips.features(pictures);
      }
      front = Camera.labels(List.of(gan.config().cameras().frontal()), data);
    }

    @Override
    public Training.Losses evaluate(int step, NDManager scope) {
      if (step > 0) {
        maps.normalise(scope);
      }
      NDArray ws = disturbed(step, scope);
      NDArray planes = gan.planes(ws);
      NDArray style = gan.renderStyle(ws);
      NDArray cameras = Pose.sphere(gan.config().cameras()).labels(pose, scope);
      Eg3dGenerator.Rendering seen = gan.render(planes, cameras, style, Sampling.even());
      NDArray compared = KERNELS.call("shrunk", seen.image(), COMPARED);
      Terms terms = new Terms();
      terms.add("lpips", 1, KERNELS.call("mean", lpips.distance(compared, features)));
      if (settings.colour() > 0) {
        NDArray colour = KERNELS.call("square_difference", compared, pictures);
        terms.add("colour", settings.colour(), colour);
      }
      if (settings.warping() > 0) {
        NDArray warping = warping(cameras, seen.depth(), planes, style, scope);
        terms.add("warping", settings.warping(), warping);
      }
      maps.autocorrelation(scope)
          .ifPresent(same -> terms.add("noise", settings.noiseRegularisation(), same));
      return terms.losses(scope);
    }

    private NDArray disturbed(int step, NDManager scope) {
      double t = progress(step);
      double left = step < settings.poseSteps() ? 0 : Math.max(0, 1 - t / .75);
      double scale = deviation * settings.noiseOfW() * left * left;
      float[] values = noise.at("w").gaussian(step, (int) w.size());
      NDArray random = scope.create(values, w.getShape());
      return KERNELS.callIn(scope, "disturbed", w, random, scale, gan.config().backbone().layers());
    }

    /** Of a middle level of LPIPS's network: large features, which a wrong pose still overlaps. */
    private NDArray warping(
        NDArray cameras, NDArray depth, NDArray planes, NDArray style, NDManager scope) {
      int level = (features.levels().length - 1) / 2;
      NDArray canonical;
      try (GradMode off = GradMode.off()) {
        NDArray view = Camera.labels(List.of(gan.config().cameras().frontal()), scope);
        NDArray image = gan.render(planes, view, style, Sampling.even()).image();
        canonical = lpips.features(KERNELS.call("shrunk", image, COMPARED)).levels()[level];
      }
      NDArray wanted = features.levels()[level];
      NDArray[] rays = VolumeRenderer.rays(cameras, (int) wanted.getShape().get(2));
      return KERNELS.call("warping", rays[0], rays[1], depth, front, canonical, wanted);
    }
  }
}
