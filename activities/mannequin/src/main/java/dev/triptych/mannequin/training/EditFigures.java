package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.appearance.Captions;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far edits are from the procedural head in the asked-for style, which only this world can
 * know.
 */
final class EditFigures {
  private static final int PER_STYLE = 4;

  private final InstructPix2Pix editor;
  private final Tokenizer tokenizer;
  private final PortraitBatches portraits;
  private final CounterNoise noise;

  EditFigures(
      UNet2DConditionModel unet,
      AutoencoderKL vae,
      TextEncoder text,
      Tokenizer tokenizer,
      PortraitBatches portraits,
      long seed) {
    this.editor = new InstructPix2Pix(unet, vae, text, new Ddim(Recipe.scheduler()));
    this.tokenizer = tokenizer;
    this.portraits = portraits;
    this.noise = new CounterNoise(seed).at("edit-figures");
  }

  /** Mean absolute error of edits of held-out portraits over all styles, in [0, 1] colours. */
  double error(NDManager manager) {
    double sum = 0;
    for (Style style : Styles.all()) {
      sum += error(style, manager);
    }
    return sum / Styles.all().size();
  }

  private double error(Style style, NDManager manager) {
    int wanted = Styles.index(style);
    List<Integer> chosen = new ArrayList<>();
    for (int pair : portraits.heldOut(PortraitBatches.HELD_OUT)) {
      if (portraits.pairs().styleIndex(pair) == wanted && chosen.size() < PER_STYLE) {
        chosen.add(pair);
      }
    }
    int[] pairs = chosen.stream().mapToInt(Integer::intValue).toArray();
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      NDArray images = portraits.images(pairs, false, scope);
      NDArray start = scope.create(noise.gaussian(0, 4 * 16 * 16), new Shape(1, 4, 16, 16));
      String prompt = "turn the head into " + style.phrase() + ", " + Captions.DECORATION;
      InstructPix2Pix.Instruction instruction =
          editor.instruction(
              tokenizer.encode(List.of(prompt), scope),
              tokenizer.encode(List.of(Captions.NEGATIVE), scope));
      NDArray edited = editor.edit(images, start, instruction, Recipe.edit());
      return GeneratorTraining.KERNELS
              .call("l1", edited.clip(-1, 1), portraits.images(pairs, true, scope))
              .getFloat()
          / 2.0;
    }
  }
}
