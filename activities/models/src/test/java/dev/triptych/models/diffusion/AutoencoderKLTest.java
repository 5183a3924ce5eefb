package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AutoencoderKLTest {
  private static NDArray image(NDManager manager) {
    Shape shape = new Shape(1, 3, 16, 16);
    return manager.create(new CounterNoise(2).gaussian(0, (int) shape.size()), shape);
  }

  @Test
  void foldsPixelsAndHalvesPerLevel() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      AutoencoderKL autoencoder = TinyDiffusion.autoencoder(manager).network();
      AutoencoderKL.Posterior posterior = autoencoder.encode(image(manager));
      assertThat(autoencoder.config().reduction()).isEqualTo(4);
      assertThat(posterior.mean().getShape()).isEqualTo(new Shape(1, 4, 4, 4));
      assertThat(posterior.logVariance().getShape()).isEqualTo(new Shape(1, 4, 4, 4));
      assertThat(autoencoder.decode(posterior.mean()).getShape())
          .isEqualTo(new Shape(1, 3, 16, 16));
    }
  }

  @Test
  void givesGradientsToEveryWeightThroughADraw() {
    try (NDManager manager = Torch.newManager()) {
      Model<AutoencoderKL> model = TinyDiffusion.autoencoder(manager);
      model.state().requireGradient(true);
      NDArray image = image(manager);
      NDArray noise = manager.ones(new Shape(1, 4, 4, 4));
      Autograd.backward(
          () -> {
            NDArray latents = model.network().encode(image).sample(noise);
            return model.network().decode(latents).sub(image).square().mean();
          });
      model
          .state()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(Autograd.gradient(tensor, manager).abs().max().getFloat())
                      .as(name)
                      .isPositive());
    }
  }

  @Test
  void leavesOnlyItsResultsBehind() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      AutoencoderKL autoencoder = TinyDiffusion.autoencoder(manager).network();
      try (NDManager scope = manager.newSubManager()) {
        NDArray image = image(scope);
        int all = manager.getManagedArrays().size();
        AutoencoderKL.Posterior posterior = autoencoder.encode(image);
        autoencoder.decode(posterior.mean());
        assertThat(scope.getManagedArrays().size())
            .isEqualTo(4); // image, mean, log variance, image
        assertThat(manager.getManagedArrays().size()).isEqualTo(all + 3);
      }
    }
  }

  @Test
  void loadsCheckpointsThatCallTheAttentionsLayersByTheirOldNames() {
    try (NDManager manager = Torch.newManager()) {
      StateDict current = TinyDiffusion.autoencoder(manager).state();
      Map<String, NDArray> old =
          current.tensors().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry ->
                          entry
                              .getKey()
                              .replace("to_q.", "query.")
                              .replace("to_k.", "key.")
                              .replace("to_v.", "value.")
                              .replace("to_out.0.", "proj_attn."),
                      Map.Entry::getValue));
      Model<AutoencoderKL> loaded =
          Weights.load(
              source(old).renamed(AutoencoderKL::currentName),
              manager,
              weights -> new AutoencoderKL(weights, TinyDiffusion.AUTOENCODER));
      assertThat(loaded.state().names()).isEqualTo(current.names());
    }
  }

  @Test
  void canDoWithoutAttention() {
    AutoencoderKL.Config config =
        new AutoencoderKL.Config(3, 3, List.of(8, 16), 1, 4, 4, 0.5, false, 1);
    try (NDManager manager = Torch.newManager()) {
      Model<AutoencoderKL> model =
          Weights.random(1, manager, weights -> new AutoencoderKL(weights, config));
      assertThat(model.state().names()).noneMatch(name -> name.contains("attentions"));
    }
  }

  private static TensorSource source(Map<String, NDArray> tensors) {
    return new TensorSource() {
      @Override
      public String origin() {
        return "a test";
      }

      @Override
      public Set<String> names() {
        return tensors.keySet();
      }

      @Override
      public Shape shape(String name) {
        return tensors.containsKey(name) ? tensors.get(name).getShape() : null;
      }

      @Override
      public NDArray read(String name, NDManager manager) {
        return manager.create(tensors.get(name).toFloatArray(), tensors.get(name).getShape());
      }
    };
  }

  @Test
  void saysWhatItTakesWhenImagesOrLatentsDoNotFit() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      AutoencoderKL autoencoder = TinyDiffusion.autoencoder(manager).network();
      assertThatThrownBy(() -> autoencoder.encode(manager.zeros(new Shape(1, 4, 16, 16))))
          .hasMessage("encoder: takes [n, 3, 2h, 2w] float32, but is given [1, 4, 16, 16] float32");
      assertThatThrownBy(() -> autoencoder.encode(manager.zeros(new Shape(3, 16, 16))))
          .hasMessageEndingWith("but is given [3, 16, 16] float32");
      assertThatThrownBy(() -> autoencoder.decode(manager.zeros(new Shape(1, 3, 4, 4))))
          .hasMessage(
              "post_quant_conv: takes [n, 4, h, w] float32, but is given [1, 3, 4, 4] float32");
    }
  }
}
