package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.Pretraining;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.stage.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pre-trains an image-to-triplane network (equation 4), unless the prior set brings the very
 * network that the request asks for.
 */
final class PretrainingStep {
  private static final String L1 = "l1";
  // Memory for samples kept between steps: 3,000 of the mannequin's, as in its recipe.
  private static final long SAMPLE_BYTES = 3000 * 2 * 61_440L;
  private static final int FEWEST_SAMPLES = 1000; // with fewer, the network learns them by heart

  private final StepResources resources;

  PretrainingStep(StepResources resources) {
    this.resources = resources;
  }

  PretrainedI2t run(PretrainRequest request) {
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        NDManager manager = priors.networks().newManager()) {
      Networks networks = priors.networks();
      TensorSource bundled = networks.pretrainedImageToTriplane();
      return bundled != null && isRecommended(request, networks)
          ? keep(bundled, manager)
          : train(request, networks, manager);
    }
  }

  private static boolean isRecommended(PretrainRequest request, Networks networks) {
    return isRecommended(
        request,
        networks.imageToTriplaneConfig().spatial(),
        networks.priors().manifest().recommendations().path("i2t"));
  }

  /**
   * Whether the request is the set's own recommendation, by which its network was trained.
   *
   * @param recommendations of the set; what they leave out is as in the paper
   */
  static boolean isRecommended(PretrainRequest request, boolean spatial, JsonNode recommendations) {
    ObjectNode merged = (ObjectNode) Json.tree(I2tSpec.paper());
    merge(merged, recommendations);
    I2tSpec own = Json.parse(Json.bytes(merged), I2tSpec.class);
    return spatial == request.spatial()
        && own.pretrainingSeed() == request.seed()
        && own.pretrainingPsi() == request.truncationPsi()
        && CanonicalJson.of(own.pretraining()).equals(CanonicalJson.of(request.training()));
  }

  private static void merge(ObjectNode base, JsonNode changes) {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      JsonNode old = base.get(change.getKey());
      if (old instanceof ObjectNode nested && change.getValue().isObject()) {
        merge(nested, change.getValue());
      } else {
        base.set(change.getKey(), change.getValue());
      }
    }
  }

  /** The set's own network; its losses are in the set's training log. */
  private PretrainedI2t keep(TensorSource bundled, NDManager manager) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    bundled.names().forEach(name -> tensors.put(name, bundled.read(name, manager)));
    return new PretrainedI2t(
        resources.tensors().put(tensors),
        resources.store().put(LossCurve.write(List.of()), LossCurve.MEDIA_TYPE),
        Double.NaN);
  }

  private PretrainedI2t train(PretrainRequest request, Networks networks, NDManager manager) {
    ImageToTriplane.Config config = networks.imageToTriplaneConfig().withSpatial(request.spatial());
    Model<ImageToTriplane> model =
        Weights.random(request.seed(), manager, weights -> new ImageToTriplane(weights, config));
    Checkpoints checkpoints =
        new Checkpoints(resources.store(), StageContext.current().checkpoints());
    TrainingLog log =
        new TrainingLog(
            Stage.PRETRAIN, checkpoints, resources.tracker(), request.tracking(), losses -> losses);
    int batch = request.training().batch();
    Pretraining.Data data =
        new Pretraining.Data(batch, samples(request, networks, config), request.truncationPsi());
    try (ScratchFolder folder = ScratchFolder.in(resources.scratch())) {
      checkpoints.restore(folder.path());
      Map<String, float[]> curves =
          new Pretraining(data, networks.generator(), config.planeScale(), request.seed())
              .run(
                  model.network(),
                  model.state(),
                  Plans.training(request.training()),
                  folder.path(),
                  log,
                  manager);
      List<Point> curve = log.curve(curves);
      return new PretrainedI2t(
          resources.tensors().put(model.state().tensors()),
          resources.store().put(LossCurve.write(curve), LossCurve.MEDIA_TYPE),
          curve.get(curve.size() - 1).values().getOrDefault("loss/" + L1, Double.NaN));
    }
  }

  /** As many samples as fit into memory; 0 draws new ones in every step if those are too few. */
  private static int samples(
      PretrainRequest request, Networks networks, ImageToTriplane.Config config) {
    Eg3dConfig teacher = networks.generator().config();
    long numbers =
        3L * teacher.imageSize() * teacher.imageSize()
            + (long) config.planeChannels() * config.planeSize() * config.planeSize();
    long fit = SAMPLE_BYTES / (2 * numbers); // half precision
    long asked = (long) request.training().steps() * request.training().batch();
    if (asked <= fit) {
      return (int) asked;
    }
    return fit < FEWEST_SAMPLES ? 0 : (int) fit;
  }
}
