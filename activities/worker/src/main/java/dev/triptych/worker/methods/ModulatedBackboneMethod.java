package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.ModulatedBackbone;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import org.jspecify.annotations.Nullable;

/** The ablation "w/o I2T": two modulation layers in the frozen backbone are trained. */
final class ModulatedBackboneMethod implements PortraitMethod {
  @Override
  public PortraitGenerator untrained(
      Networks networks,
      boolean spatial,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager) {
    if (pretrained == null) {
      throw new IllegalArgumentException("a modulated backbone needs a pre-trained encoder");
    }
    Model<ImageToTriplane> encoder =
        ImageToTriplaneMethod.network(networks, spatial, pretrained, manager);
    Model<ModulatedBackbone> model =
        Weights.random(
            seed, manager, weights -> backbone(weights, networks, spatial, encoder.network(), ws));
    return new PortraitGenerator(
        model.network(), model.state(), encoder.state(), ws, networks.generator());
  }

  @Override
  public PortraitGenerator load(
      Networks networks, boolean spatial, TensorSource checkpoint, NDManager manager) {
    NDArray ws = checkpoint.read(PortraitGenerator.WS, manager);
    Model<ImageToTriplane> encoder =
        ImageToTriplaneMethod.network(
            networks, spatial, checkpoint.below(PortraitGenerator.ENCODER), manager);
    Model<ModulatedBackbone> model =
        Weights.load(
            checkpoint.below(PortraitGenerator.GENERATOR),
            manager,
            weights -> backbone(weights, networks, spatial, encoder.network(), ws));
    return new PortraitGenerator(
        model.network(), model.state(), encoder.state(), ws, networks.generator());
  }

  private static ModulatedBackbone backbone(
      Weights weights, Networks networks, boolean spatial, ImageToTriplane encoder, NDArray ws) {
    return new ModulatedBackbone(
        weights,
        networks.imageToTriplaneConfig().withSpatial(spatial),
        networks.generator(),
        encoder,
        ws);
  }
}
