package dev.triptych.models.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The pixels that CLIP sees of a photo. */
final class PreprocessParity implements ParityCheck {
  private static final String PHOTO = "clip_preprocess_photo.png";

  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("CLIPImageProcessor");
  }

  @Override
  public Set<String> companions() {
    return Set.of(PHOTO);
  }

  @Override
  public void check(Fixture fixture, NDManager manager) throws IOException {
    Path photo = fixture.file().resolveSibling(PHOTO);
    Image image = Image.of(Png.decode(Files.readAllBytes(photo)).orElseThrow(), Image.Range.SIGNED);
    NDArray pixels =
        new ImagePreprocessor(ImagePreprocessor.Config.clip()).preprocess(image, manager);
    fixture.assertClose("output.pixels_stride4", pixels.get(":, :, ::4, ::4"), 1e-4);
    fixture.assertClose("output.mean", pixels.reshape(3, -1).mean(new int[] {1}), 1e-4);
  }
}
