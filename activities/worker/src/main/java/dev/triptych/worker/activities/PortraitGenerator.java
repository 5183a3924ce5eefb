package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.ModulatedBackbone;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import dev.triptych.workflows.spec.GeneratorShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The generator of one portrait: the network that fine-tuning trains, and what it needs to render.
 * Its checkpoint holds {@code generator.…} (trained), {@code encoder.…} (frozen, only without I2T)
 * and {@code ws} (the identity's style vectors).
 *
 * @param ws [1, layers, w]
 */
record PortraitGenerator(
    TriplaneGenerator network, StateDict trained, StateDict frozen, NDArray ws) {
  private static final String GENERATOR = "generator.";
  private static final String ENCODER = "encoder.";

  /**
   * The generator before fine-tuning.
   *
   * @param pretrained the pre-trained I2T network; null for random weights of {@code seed}
   */
  static PortraitGenerator untrained(
      GeneratorShape shape,
      Networks networks,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager) {
    ImageToTriplane.Config config = config(shape, networks);
    return switch (shape.kind()) {
      case I2T -> {
        Model<ImageToTriplane> model =
            pretrained == null
                ? Weights.random(seed, manager, weights -> new ImageToTriplane(weights, config))
                : imageToTriplane(pretrained, config, manager);
        yield new PortraitGenerator(model.network(), model.state(), none(), ws);
      }
      case MODULATED_BACKBONE -> {
        if (pretrained == null) {
          throw new IllegalArgumentException("a modulated backbone needs a pre-trained encoder");
        }
        Model<ImageToTriplane> encoder = imageToTriplane(pretrained, config, manager);
        Eg3dGenerator gan = networks.generator();
        Model<ModulatedBackbone> model =
            Weights.random(
                seed,
                manager,
                weights -> new ModulatedBackbone(weights, config, gan, encoder.network(), ws));
        yield new PortraitGenerator(model.network(), model.state(), encoder.state(), ws);
      }
    };
  }

  /** The generator out of {@link #tensors}. */
  static PortraitGenerator load(
      GeneratorShape shape, Networks networks, TensorSource checkpoint, NDManager manager) {
    ImageToTriplane.Config config = config(shape, networks);
    TensorSource trained = checkpoint.below(GENERATOR);
    NDArray ws = checkpoint.read(GenerationSteps.WS, manager);
    return switch (shape.kind()) {
      case I2T -> {
        Model<ImageToTriplane> model = imageToTriplane(trained, config, manager);
        yield new PortraitGenerator(model.network(), model.state(), none(), ws);
      }
      case MODULATED_BACKBONE -> {
        Model<ImageToTriplane> encoder =
            imageToTriplane(checkpoint.below(ENCODER), config, manager);
        Eg3dGenerator gan = networks.generator();
        Model<ModulatedBackbone> model =
            Weights.load(
                trained,
                manager,
                weights -> new ModulatedBackbone(weights, config, gan, encoder.network(), ws));
        yield new PortraitGenerator(model.network(), model.state(), encoder.state(), ws);
      }
    };
  }

  /** All it takes to {@link #load} the generator. */
  Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    trained.tensors().forEach((name, tensor) -> tensors.put(GENERATOR + name, tensor));
    frozen.tensors().forEach((name, tensor) -> tensors.put(ENCODER + name, tensor));
    tensors.put(GenerationSteps.WS, ws);
    return tensors;
  }

  private static ImageToTriplane.Config config(GeneratorShape shape, Networks networks) {
    return networks.imageToTriplaneConfig().withSpatial(shape.spatial());
  }

  private static Model<ImageToTriplane> imageToTriplane(
      TensorSource source, ImageToTriplane.Config config, NDManager manager) {
    return Weights.load(source, manager, weights -> new ImageToTriplane(weights, config));
  }

  private static StateDict none() {
    return new StateDict(Map.of());
  }
}
