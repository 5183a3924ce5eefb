package dev.triptych.worker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Png;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {
  @TempDir private Path folder;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = FolderStore.open(folder.resolve("data"));
  }

  private double distance(ArtifactRef a, ArtifactRef b) {
    return new Values(store, store).between(a, b).value();
  }

  private ArtifactRef picture(int side, int grey) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      picture.setRGB(i % side, i / side, grey << 16 | grey << 8 | grey);
    }
    return store.put(Png.encode(picture), "image/png");
  }

  private ArtifactRef tensors(String name, float... values) throws IOException {
    Path file = folder.resolve("tensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      SafetensorsWriter.write(
          file,
          Map.of(name, manager.create(values)),
          Map.of(),
          SafetensorsWriter.Precision.FLOAT32);
    }
    return store.put(file, "application/vnd.safetensors");
  }

  private ArtifactRef text(String text) {
    return store.put(text.getBytes(UTF_8), "text/plain");
  }

  @Test
  void ofPicturesIsTheMeanDifferenceOfColours() {
    assertThat(distance(picture(4, 0), picture(4, 51))).isCloseTo(.2, within(1e-6));
    assertThat(distance(picture(4, 0), picture(5, 0))).isInfinite();
  }

  @Test
  void ofTensorsIsTheNormOfTheDifferenceByTheNorm() throws IOException {
    assertThat(distance(tensors("a", 3, 4), tensors("a", 3, 4.5f))).isCloseTo(.1, within(1e-6));
    assertThat(distance(tensors("a", 3, 4), tensors("b", 3, 4))).isInfinite();
    assertThat(distance(tensors("a", 3, 4), tensors("a", 3, 4, 5))).isInfinite();
  }

  @Test
  void ofJsonIsTheLargestDifferenceOfNumbersWithoutTheDigestsThatItNames() {
    String one =
        "{\"step\":1,\"loss\":0.5,\"at\":{\"key\":\"x\",\"sha256\":\"ab\"}}\n{\"big\":200}\n";
    String other = one.replace("0.5", "0.25").replace("200", "210").replace("ab", "cd");
    assertThat(distance(text(one), text(other))).isEqualTo(.25);
    assertThat(distance(text(one), text(one.replace("loss", "lost")))).isInfinite();
  }

  @Test
  void isInfiniteForWhatCannotBeCompared() {
    assertThat(distance(text("an elf"), text("an elk"))).isInfinite();
  }
}
