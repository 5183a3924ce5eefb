package dev.triptych.models.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints milliseconds per pass and per training step of a mannequin-size UNet on one thread. */
public final class UNetTiming {
  private static final UNet2DConditionModel.Config CONFIG =
      new UNet2DConditionModel.Config(
          8,
          4,
          List.of(48, 96),
          1,
          List.of("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
          List.of(4),
          64,
          8,
          "scale_shift");
  private static final int ROUNDS = 60;
  private static final int TOKENS = 24;
  // Other work on the machine does not count.
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private UNetTiming() {}

  public static void main(String[] arguments) {
    try (NDManager manager = Torch.newManager()) {
      Model<UNet2DConditionModel> model =
          Weights.random(1, manager, weights -> new UNet2DConditionModel(weights, CONFIG));
      System.out.println("parameters " + model.state().size());
      UNet2DConditionModel unet = model.network();
      for (int batch : new int[] {3, 12}) {
        NDArray sample = manager.randomNormal(new Shape(batch, 8, 16, 16));
        NDArray text = manager.randomNormal(new Shape(batch, TOKENS, 64));
        NDArray times = manager.full(new Shape(batch), 851f);
        try (GradMode off = GradMode.off()) {
          PromptContext context = unet.promptContext(text);
          time(
              manager,
              "pass, batch " + batch,
              scope -> {
                unet.forward(sample, times, context).attach(scope);
              });
        }
      }
      training(manager, model, 32);
    }
  }

  private static void training(NDManager manager, Model<UNet2DConditionModel> model, int batch) {
    model.state().requireGradient(true);
    Adam adam = new Adam(model.state(), Adam.Config.of(1e-3, 0.9, 0.99), name -> 1, manager);
    NDArray sample = manager.randomNormal(new Shape(batch, 8, 16, 16));
    NDArray noise = manager.randomNormal(new Shape(batch, 4, 16, 16));
    NDArray text = manager.randomNormal(new Shape(batch, TOKENS, 64));
    NDArray times = manager.full(new Shape(batch), 851f);
    time(
        manager,
        "training step, batch " + batch,
        scope -> {
          NDArray x = sample.duplicate();
          NDArray t = text.duplicate();
          x.attach(scope);
          t.attach(scope);
          Autograd.backward(
              () -> {
                PromptContext context = model.network().promptContext(t);
                return model.network().forward(x, times, context).sub(noise).square().mean();
              });
          adam.step(1, scope);
        });
  }

  private static void time(NDManager manager, String what, Consumer<NDManager> work) {
    long best = Long.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREAD.getCurrentThreadCpuTime();
      try (NDManager scope = manager.newSubManager()) {
        work.accept(scope);
      }
      long nanos = THREAD.getCurrentThreadCpuTime() - start;
      best = Math.min(best, nanos);
      sum += round < ROUNDS / 2 ? 0 : nanos;
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s best %.2f ms, mean %.2f ms%n",
        what,
        best / 1e6,
        sum / 1e6 / (ROUNDS / 2));
  }
}
