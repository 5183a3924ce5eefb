package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.workflows.spec.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks of a {@link Method} and their training. */
public interface PortraitMethod {
  /** What a spec calls {@code method}; the one place that knows all implementations. */
  static PortraitMethod of(Method method) {
    return switch (method) {
      case I2T -> new ImageToTriplaneMethod();
      case MODULATED_BACKBONE -> new ModulatedBackboneMethod();
      case GAN_INVERSION -> new GanInversionMethod();
      case SCORE_DISTILLATION -> new ScoreDistillationMethod();
      case PER_VIEW_EDIT ->
          throw new IllegalArgumentException("edits are pictures, which no network makes anew");
    };
  }

  /**
   * The generator before its training.
   *
   * @param spatial whether w_s keeps its spatial dimension
   * @param pretrained the pre-trained I2T network, or what an inversion has found; null for random
   *     weights of {@code seed}
   * @param ws the identity's style vectors, [1, layers, w]
   */
  PortraitGenerator untrained(
      Networks networks,
      boolean spatial,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager);

  /**
   * The generator out of {@link PortraitGenerator#tensors}.
   *
   * @param spatial as it was trained
   */
  PortraitGenerator load(
      Networks networks, boolean spatial, TensorSource checkpoint, NDManager manager);

  /**
   * Trains {@code generator} in place: Algorithm 2 unless a method has its own.
   *
   * @return losses by step: total, and of Algorithm 2 l1, lpips, dr
   */
  default Map<String, float[]> train(PortraitGenerator generator, PortraitTraining training) {
    Networks networks = training.networks();
    FineTuning tuning =
        new FineTuning(
            training.objective(),
            networks.generator(),
            networks.lpips(),
            training.request().seed());
    if (training.data() instanceof TrainingData.ManyHeads many) {
      return tuning.run(
          generator.network(),
          generator.trained(),
          many.items(),
          training.plan(),
          training.folder(),
          training.observer(),
          training.manager());
    }
    TrainingData.OneHead one = (TrainingData.OneHead) training.data();
    return tuning.run(
        generator.network(),
        generator.trained(),
        one.views(),
        one.frontal(),
        networks.generator().renderStyle(generator.ws()),
        training.plan(),
        training.folder(),
        training.observer(),
        training.manager());
  }
}
