package dev.triptych.models.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.images.Image;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Torch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImagePreprocessorTest {
  private final ImagePreprocessor clip = new ImagePreprocessor(ImagePreprocessor.Config.clip());

  private static int[] random(int count) {
    int[] values = new int[count];
    CounterNoise noise = new CounterNoise(4);
    for (int i = 0; i < count; i++) {
      values[i] = noise.below(256, 0, i);
    }
    return values;
  }

  @Test
  void keepsPixelsWhenTheSizeStays() {
    int[] pixels = random(7 * 5 * 3);
    assertThat(BicubicResize.resize(pixels, 7, 5, 3, 7, 5)).isEqualTo(pixels);
  }

  @Test
  void keepsAPlainColourAtAnySize() {
    int[] pixels = new int[9 * 6];
    Arrays.fill(pixels, 137);
    assertThat(BicubicResize.resize(pixels, 9, 6, 1, 4, 11)).containsOnly(137).hasSize(44);
  }

  @Test
  void resizesRowsAndColumnsAlike() {
    int[] row = random(12);
    assertThat(BicubicResize.resize(row, 1, 12, 1, 1, 5))
        .isEqualTo(BicubicResize.resize(row, 12, 1, 1, 5, 1));
  }

  @Test
  void cropsTheCentre() {
    int[] levels = new int[448 * 224 * 3];
    for (int i = 0; i < 448 * 224; i++) {
      boolean middle = i % 448 >= 112 && i % 448 < 336;
      levels[3 * i] = middle ? 255 : 0;
    }
    Image image = Image.ofLevels(levels, 448, 224, Image.Range.UNIT);
    try (NDManager manager = Torch.newManager()) {
      NDArray pixels = clip.preprocess(image, manager);
      assertThat(pixels.getShape()).isEqualTo(new Shape(1, 3, 224, 224));
      float red = (float) ((1 - 0.48145466) / 0.26862954);
      float green = (float) (-0.4578275 / 0.26130258);
      assertThat(pixels.get(":, 0").min().getFloat()).isCloseTo(red, within(1e-5f));
      assertThat(pixels.get(":, 1").max().getFloat()).isCloseTo(green, within(1e-5f));
    }
  }

  @Test
  void treatsANetworksImagesLikeFiles() {
    Image image = Image.ofLevels(random(30 * 20 * 3), 20, 30, Image.Range.UNIT);
    ImagePreprocessor small = new ImagePreprocessor(ImagePreprocessor.Config.centred(16));
    try (NDManager manager = Torch.newManager()) {
      NDArray tensor = image.toArray(manager);
      NDArray twice = tensor.concat(tensor);
      int before = manager.getManagedArrays().size();
      NDArray fromTensor = small.preprocess(twice);
      assertThat(manager.getManagedArrays().size()).isEqualTo(before + 1);
      assertThat(fromTensor.get("1:2").toFloatArray())
          .isEqualTo(small.preprocess(image, manager).toFloatArray());
    }
  }

  @Test
  void letsGradientsThroughWhenTheSizeFits() {
    ImagePreprocessor small = new ImagePreprocessor(ImagePreprocessor.Config.centred(4));
    try (NDManager manager = Torch.newManager()) {
      NDArray image = manager.zeros(new Shape(1, 3, 4, 4));
      image.setRequiresGradient(true);
      Autograd.backward(() -> small.preprocess(image).sum());
      assertThat(Autograd.gradient(image, manager).toFloatArray()).containsOnly(1f);
    }
  }
}
