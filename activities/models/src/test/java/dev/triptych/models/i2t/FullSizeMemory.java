package dev.triptych.models.i2t;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what memory trainings take at the paper's size, on weights without meaning: {@code
 * FullSizeMemory fine-tuning|pretraining BATCH STEPS VIEWS}. No test: it takes minutes and some
 * gigabytes.
 */
final class FullSizeMemory {
  private FullSizeMemory() {}

  public static void main(String[] args) throws IOException {
    int batch = Integer.parseInt(args[1]);
    Training.Plan plan =
        new Training.Plan(
            Integer.parseInt(args[2]), Adam.Config.of(1e-3, 0, .99), Schedule.CONSTANT, 0, 1000);
    Path folder = Files.createTempDirectory("full-size");
    try (NDManager manager = Torch.newManager()) {
      Eg3dGenerator gan =
          random(manager, w -> new Eg3dGenerator(w, Eg3dConfig.ffhq512())).network();
      Model<ImageToTriplane> model =
          random(manager, w -> new ImageToTriplane(w, ImageToTriplane.Config.ffhq512()));
      print("networks");
      Map<String, float[]> losses =
          args[0].equals("pretraining")
              ? new Pretraining(new Pretraining.Data(batch, 0, 1), gan, 1, 1)
                  .run(model.network(), model.state(), plan, folder, new Steps(), manager)
              : new FineTuning(
                      new FineTuning.Objective(
                          batch, 10, 1, .2, new DensityRegularisation(1000, .03, true)),
                      gan,
                      random(manager, w -> new Lpips(w, Lpips.Config.vgg16())).network(),
                      1)
                  .run(
                      model.network(),
                      model.state(),
                      views(gan, Integer.parseInt(args[3])),
                      picture(0),
                      gan.averageStyle(manager),
                      plan,
                      folder,
                      new Steps(),
                      manager);
      losses.forEach((name, values) -> System.out.println(name + " " + Arrays.toString(values)));
    }
  }

  /** Values of a cheap kind; their numbers decide nothing about memory. */
  private static <N> Model<N> random(
      NDManager manager, java.util.function.Function<Weights, N> network) {
    return Weights.generate(
        (name, shape, init) -> {
          float[] values = new float[(int) shape.size()];
          double scale = init instanceof Init.Constant ? 0 : .5;
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * Math.sin(i * 12.9898 + name.length()));
          }
          return values;
        },
        manager,
        network);
  }

  private static List<FineTuning.View> views(Eg3dGenerator gan, int count) {
    List<FineTuning.View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(
          new FineTuning.View(gan.config().cameras().at(i % 10 - 5, i % 20 - 10), picture(i)));
    }
    return views;
  }

  private static Image picture(int seed) {
    float[] values = new float[3 * 512 * 512];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * .001 + seed);
    }
    return Image.of(values, 512, 512, Image.Range.SIGNED);
  }

  private static void print(String when) {
    try {
      String status = Files.readString(Path.of("/proc/self/status"));
      String lines =
          String.join(
              ", ",
              status
                  .lines()
                  .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
                  .map(line -> line.replaceAll("\\s+", " "))
                  .toList());
      System.out.println(
          String.format(
              Locale.ROOT, "%s: %s, %d s", when, lines, System.nanoTime() / 1_000_000_000));
    } catch (IOException e) {
      System.out.println(when + ": " + e.getMessage());
    }
  }

  private static final class Steps implements Training.Observer {
    @Override
    public void step(int step, int steps, Map<String, Float> losses) {
      print("step " + step);
    }
  }
}
