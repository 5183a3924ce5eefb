package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.torch.Upload;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Teaches an image-to-triplane network to copy the 3D GAN: from the frontal portrait of a random
 * latent to its triplane (paper equation 4). Samples are drawn once and kept, since drawing one
 * costs as much as learning from it. Of pictures of 256 pixels and more, one sample is drawn and
 * learned from at a time.
 */
public final class Pretraining {
  private static final Kernels KERNELS = FineTuning.KERNELS;
  private static final int HELD_OUT = 24;
  private static final long HELD_OUT_STREAM = 1L << 40; // beyond every latent that is trained on
  private static final double TURNED_YAW = 28;

  /**
   * What is learned from.
   *
   * @param batch samples per step
   * @param samples different samples; 0 draws new ones in every step
   * @param truncationPsi ψ of the latents: 1 for the GAN's full variety
   */
  public record Data(int batch, int samples, double truncationPsi) {}

  private record Sample(NDArray portrait, NDArray planes) {}

  private final Data data;
  private final Eg3dGenerator teacher;
  private final double planeScale;
  private final CounterNoise noise;
  private final Learning learning;

  /**
   * @param teacher frozen
   * @param planeScale the loss is divided by it: the standard deviation of the teacher's triplanes
   */
  public Pretraining(Data data, Eg3dGenerator teacher, double planeScale, long seed) {
    this(data, teacher, planeScale, seed, Learning.from(teacher.config()));
  }

  Pretraining(Data data, Eg3dGenerator teacher, double planeScale, long seed, Learning learning) {
    this.data = data;
    this.teacher = teacher;
    this.planeScale = planeScale;
    this.noise = new CounterNoise(seed).at("pretraining");
    this.learning = learning;
  }

  /**
   * Trains {@code weights} in place, going on from the newest checkpoint in {@code folder}.
   *
   * @return losses by step: total, and l1 of the triplanes in the teacher's own scale
   */
  public Map<String, float[]> run(
      ImageToTriplane network,
      StateDict weights,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < data.samples(); i++) {
        samples.add(sample(i, scope));
      }
      Training training = new Training(plan, weights, Pretraining::rate, scope);
      return training.run((step, inner) -> losses(network, samples, step, inner), folder, observer);
    }
  }

  /**
   * Equalised layers take large steps, because what they store is divided by √fan-in; biases and
   * learned maps are used as they are.
   */
  private static double rate(String name) {
    return name.endsWith(".bias") || name.endsWith(".map") ? .1 : 1;
  }

  private Training.Losses losses(
      ImageToTriplane network, List<Sample> samples, int step, NDManager scope) {
    return switch (learning) {
      case TOGETHER -> {
        List<Sample> batch = new ArrayList<>();
        for (int i = 0; i < data.batch(); i++) {
          batch.add(sample(samples, step, i, scope));
        }
        NDArray l1 = difference(network, batch, scope);
        yield Training.Losses.of(loss(l1), Map.of("l1", l1));
      }
      case IN_TURN -> inTurn(network, samples, step, scope);
    };
  }

  /** Each sample's gradient is computed before the next sample is drawn. */
  private Training.Losses inTurn(
      ImageToTriplane network, List<Sample> samples, int step, NDManager scope) {
    NDArray[] differences = new NDArray[data.batch()];
    for (int i = 0; i < differences.length; i++) {
      try (NDManager inner = scope.newSubManager()) {
        differences[i] = difference(network, List.of(sample(samples, step, i, inner)), inner);
        Autograd.backward(loss(differences[i]), inner.full(new Shape(), 1f / differences.length));
        differences[i].attach(scope);
      }
    }
    NDArray l1 = KERNELS.callIn(scope, "mean_of", (Object) differences);
    return Training.Losses.gathered(loss(l1), Map.of("l1", l1));
  }

  private NDArray difference(ImageToTriplane network, List<Sample> batch, NDManager scope) {
    NDArray target = asFloat(batch.stream().map(Sample::planes), scope);
    NDArray input = asFloat(batch.stream().map(Sample::portrait), scope);
    return KERNELS.call("l1", network.planes(input), target);
  }

  private static NDArray asFloat(Stream<NDArray> parts, NDManager scope) {
    return KERNELS.callIn(scope, "join_as_float", (Object) parts.toArray(NDArray[]::new));
  }

  private NDArray loss(NDArray l1) {
    return l1.div((float) planeScale);
  }

  /**
   * Mean absolute errors on latents that were never seen: of planes, of the frontal and of a turned
   * portrait in [0, 1] colours.
   */
  public Map<String, Double> heldOutFigures(ImageToTriplane network, NDManager manager) {
    double planes = 0;
    double front = 0;
    double side = 0;
    try (GradMode off = GradMode.off()) {
      for (int i = 0; i < HELD_OUT; i++) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray ws =
              teacher.ws(latent(HELD_OUT_STREAM + i, scope), front(scope), data.truncationPsi());
          NDArray truth = teacher.planes(ws);
          NDArray style = teacher.renderStyle(ws);
          NDArray portrait = image(truth, teacher.config().cameras().frontal(), style, scope);
          NDArray copy = network.planes(portrait);
          planes += KERNELS.call("l1", copy, truth).getFloat() / HELD_OUT;
          front +=
              KERNELS
                      .call(
                          "l1",
                          image(copy, teacher.config().cameras().frontal(), style, scope),
                          portrait)
                      .getFloat()
                  / 2
                  / HELD_OUT;
          Camera turned = teacher.config().cameras().at(0, TURNED_YAW);
          side +=
              KERNELS
                      .call(
                          "l1",
                          image(copy, turned, style, scope),
                          image(truth, turned, style, scope))
                      .getFloat()
                  / 2
                  / HELD_OUT;
        }
      }
    }
    return Map.of("i2t_plane_l1", planes, "i2t_front_l1", front, "i2t_side_l1", side);
  }

  private NDArray image(NDArray planes, Camera camera, NDArray style, NDManager scope) {
    return teacher
        .render(planes, Camera.labels(List.of(camera), scope), style, Sampling.even())
        .image();
  }

  private NDArray latent(long index, NDManager scope) {
    int zDim = teacher.config().zDim();
    return Upload.create(noise.at("latent").gaussian(index, zDim), new Shape(1, zDim), scope);
  }

  private NDArray front(NDManager scope) {
    return Camera.labels(List.of(teacher.config().cameras().frontal()), scope);
  }

  private Sample sample(List<Sample> samples, int step, int entry, NDManager scope) {
    return samples.isEmpty()
        ? sample((long) step * data.batch() + entry, scope)
        : samples.get(noise.at("choice").below(samples.size(), step, entry));
  }

  /** Frontal portrait and triplane of latent {@code index}; kept in half precision. */
  private Sample sample(long index, NDManager owner) {
    try (GradMode off = GradMode.off();
        NDManager scope = owner.newSubManager()) {
      NDArray front = front(scope);
      NDArray ws = teacher.ws(latent(index, scope), front, data.truncationPsi());
      NDArray planes = teacher.planes(ws);
      NDArray image =
          teacher.render(planes, front, teacher.renderStyle(ws), Sampling.even()).image();
      Sample sample =
          new Sample(image.toType(DataType.FLOAT16, true), planes.toType(DataType.FLOAT16, true));
      sample.portrait().attach(owner);
      sample.planes().attach(owner);
      return sample;
    }
  }
}
