package dev.triptych.models.inversion;

import static dev.triptych.models.inversion.Inversion.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tunes a generator so that a style shows given pictures (Roich et al. 2022, as Ko et al. 2023 do
 * it in three dimensions): mean square difference and LPIPS, of the picture and of that before
 * super-resolution, and the variation of the depth.
 */
public final class PivotalTuning {
  /** Name of the loss at which the tuning may end early. */
  public static final String LPIPS = "lpips";

  /** What of a generator is tuned. */
  public enum Part {
    /** Everything behind the style: backbone, decoder and super-resolution. */
    ALL,
    /** The backbone, so that planes are made which the generator as it was can render. */
    BACKBONE;

    boolean has(String name) {
      return Eg3dGenerator.isTrained(name)
          && !name.startsWith("backbone.mapping.")
          && (this == ALL || !Eg3dGenerator.isRenderer(name));
    }
  }

  private final Part part;
  private final Model<Eg3dGenerator> generator;
  private final Lpips lpips;
  private final double depthVariation;

  /**
   * @param part of the generator that is tuned
   * @param generator changed in place
   * @param lpips frozen
   * @param depthVariation weight of the mean change of the depth from ray to ray
   */
  public PivotalTuning(
      Part part, Model<Eg3dGenerator> generator, Lpips lpips, double depthVariation) {
    this.part = part;
    this.generator = generator;
    this.lpips = lpips;
    this.depthVariation = depthVariation;
  }

  /**
   * Goes on from the newest checkpoint in {@code folder}.
   *
   * @param pivot the style and poses that are held
   * @param targets the picture of each pose
   * @param plan ends early {@link Training.Plan#until} its {@link #LPIPS} is small enough
   * @return losses by step: total, lpips, l2, lpips_raw, l2_raw, depth
   */
  public Map<String, float[]> run(
      Inverted pivot,
      List<Image> targets,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    if (targets.size() != pivot.poses().size()) {
      throw new IllegalArgumentException(
          targets.size() + " pictures, " + pivot.poses().size() + " poses");
    }
    StateDict tuned = generator.state().only(part::has);
    try (NDManager data = manager.newSubManager()) {
      return new Training(plan, tuned, name -> 1, data)
          .run(new Difference(pivot, targets, data), folder, observer);
    }
  }

  /** What a step minimises. */
  private final class Difference implements Training.Objective {
    private final Eg3dGenerator gan = generator.network();
    private final NDArray ws;
    private final List<Camera> cameras;
    private final NDArray pictures;
    private final NDArray small;
    private final Lpips.Features features;
    private final Lpips.Features smallFeatures;

    Difference(Inverted pivot, List<Image> targets, NDManager data) {
      ws = pivot.ws();
      cameras = pivot.poses().stream().map(pose -> pose.camera(gan.config().cameras())).toList();
      try (GradMode off = GradMode.off()) {
        pictures = Image.batch(targets, data);
        small = KERNELS.call("shrunk", pictures, gan.config().rendering().size());
        features = lpips.features(pictures);
        smallFeatures = lpips.features(small);
      }
    }

    @Override
    public Training.Losses evaluate(int step, NDManager scope) {
      NDArray own = KERNELS.callIn(scope, "same", ws);
      NDArray planes = gan.planes(own);
      Eg3dGenerator.Rendering seen =
          gan.render(planes, Camera.labels(cameras, scope), gan.renderStyle(own), Sampling.even());
      Terms terms = new Terms();
      terms.add(LPIPS, 1, perceived(seen.image(), features));
      terms.add("l2", 1, KERNELS.call("square_difference", seen.image(), pictures));
      terms.add("lpips_raw", 1, perceived(seen.raw(), smallFeatures));
      terms.add("l2_raw", 1, KERNELS.call("square_difference", seen.raw(), small));
      terms.add("depth", depthVariation, KERNELS.call("variation", seen.depth()));
      return terms.losses(scope);
    }

    private NDArray perceived(NDArray image, Lpips.Features wanted) {
      return KERNELS.call("mean", lpips.distance(image, wanted));
    }
  }
}
