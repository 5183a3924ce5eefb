package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Precision;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What bf16 changes in whole edits of the bundled set, and in their CLIP scores. */
class MannequinPrecisionTest {
  private static final EditorPrecision HALF =
      new EditorPrecision(Precision.BF16, Precision.BF16, Precision.BF16);
  private static final List<String> STYLES = List.of("an elf", "a zombie", "a clown");

  @Test
  void anEditInBf16LooksTheSameAndScoresTheSame() {
    boolean supported = Precision.BF16.runsOn(Device.cpu());
    if (!supported) {
      System.out.println("skipped: this processor has no bf16");
    }
    assumeTrue(supported, "this processor has no bf16");
    try (Networks networks = new Networks(PriorSet.find(MannequinTraining.SET, null));
        NDManager manager = networks.newManager();
        GradMode off = GradMode.off()) {
      NDArray source = portrait(networks, manager);
      for (String style : STYLES) {
        float[] full = edit(networks, EditorPrecision.FP32, source, style, manager);
        float[] half = edit(networks, HALF, source, style, manager);
        double error = rms(full, half, 0);
        double deviation = rms(full, null, mean(full));
        List<Image> pictures = List.of(picture(full), picture(half));
        double[] scores = scores(networks, Precision.FP32, pictures, style, manager);
        double[] inHalf = scores(networks, Precision.BF16, pictures, style, manager);
        System.out.printf(
            Locale.ROOT,
            "%-9s edit: error %.4f standard deviations; CLIP score %.4f, of the bf16 edit %.4f;"
                + " scored in bf16 %.4f, %.4f%n",
            style,
            error / deviation,
            scores[0],
            scores[1],
            inHalf[0],
            inHalf[1]);
        assertThat(error / deviation).as("error of the edit as %s", style).isLessThan(0.1);
        for (double score : List.of(scores[1], inHalf[0], inHalf[1])) {
          assertThat(Math.abs(score - scores[0])).as("CLIP score of %s", style).isLessThan(0.01);
        }
      }
    }
  }

  private static double[] scores(
      Networks networks,
      Precision precision,
      List<Image> pictures,
      String style,
      NDManager manager) {
    ClipScore clip = networks.clipScore(precision);
    return clip.scores(clip.embed(pictures, manager), style);
  }

  private static NDArray portrait(Networks networks, NDManager manager) {
    Eg3dGenerator generator = networks.generator();
    CounterNoise noise = new CounterNoise(3);
    int width = generator.config().zDim();
    NDArray z = manager.create(noise.gaussian(0, width), new Shape(1, width));
    NDArray camera = Camera.labels(List.of(generator.config().cameras().frontal()), manager);
    NDArray ws = generator.ws(z, camera, 1);
    return generator
        .render(generator.planes(ws), camera, generator.renderStyle(ws), Sampling.even())
        .image();
  }

  private static float[] edit(
      Networks networks,
      EditorPrecision precision,
      NDArray source,
      String style,
      NDManager manager) {
    Tokenizer tokenizer = networks.tokenizer();
    InstructPix2Pix editor = networks.editor(precision);
    InstructPix2Pix.Instruction instruction =
        editor.instruction(
            tokenizer.encode(List.of("turn the head into " + style), manager),
            tokenizer.encode(List.of(""), manager));
    Shape latents = new Shape(1, 4, 16, 16);
    NDArray noise = manager.create(new CounterNoise(7).gaussian(0, 4 * 16 * 16), latents);
    ImageEdit settings = new ImageEdit(20, ImageEdit.Start.IMAGE_TO_IMAGE, 0.9, 2.5, 1.5);
    return editor.edit(source, noise, instruction, settings).toFloatArray();
  }

  private static Image picture(float[] values) {
    return Image.of(values, 64, 64, Image.Range.SIGNED);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double rms(float[] a, float[] b, double shift) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - (b == null ? shift : b[i]);
      sum += difference * difference;
    }
    return Math.sqrt(sum / a.length);
  }
}
