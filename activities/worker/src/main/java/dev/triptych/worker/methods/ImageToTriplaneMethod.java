package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import org.jspecify.annotations.Nullable;

/** The paper's method: all of the image-to-triplane network is trained. */
final class ImageToTriplaneMethod implements PortraitMethod {
  @Override
  public PortraitGenerator untrained(
      Networks networks,
      boolean spatial,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager) {
    ImageToTriplane.Config config = networks.imageToTriplaneConfig().withSpatial(spatial);
    Model<ImageToTriplane> model =
        pretrained == null
            ? Weights.random(seed, manager, weights -> new ImageToTriplane(weights, config))
            : network(networks, spatial, pretrained, manager);
    return new PortraitGenerator(model.network(), model.state(), ws, networks.generator());
  }

  @Override
  public PortraitGenerator load(
      Networks networks, boolean spatial, TensorSource checkpoint, NDManager manager) {
    Model<ImageToTriplane> model =
        network(networks, spatial, checkpoint.below(PortraitGenerator.GENERATOR), manager);
    NDArray ws = checkpoint.read(PortraitGenerator.WS, manager);
    return new PortraitGenerator(model.network(), model.state(), ws, networks.generator());
  }

  /** The image-to-triplane network out of its own weights. */
  static Model<ImageToTriplane> network(
      Networks networks, boolean spatial, TensorSource weights, NDManager manager) {
    ImageToTriplane.Config config = networks.imageToTriplaneConfig().withSpatial(spatial);
    return Weights.load(weights, manager, w -> new ImageToTriplane(w, config));
  }
}
