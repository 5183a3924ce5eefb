package dev.triptych.worker.activities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.images.Image;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
  private ArtifactStore store;
  private Pictures pictures;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    pictures = new Pictures(store);
  }

  @Test
  void roundsToEightBitsAndCutsWhatIsBeyond() {
    float[] values = {-1, 1, 0.5f, -3, 7, 0, 0.1f, -0.1f, 1, 1, -1, 0.004f};
    Image picture = Image.of(values, 2, 2, Image.Range.SIGNED);

    ArtifactRef ref = pictures.put(picture, "a picture");
    float[] back = pictures.get(ref).values();

    assertThat(ref.mediaType()).isEqualTo("image/png");
    assertThat(back).isEqualTo(picture.rounded().values());
    assertThat(back[0]).isEqualTo(-1);
    assertThat(back[3]).isEqualTo(-1);
    assertThat(back[4]).isEqualTo(1);
    assertThat(back[2]).isCloseTo(0.5f, org.assertj.core.api.Assertions.within(1 / 255f));
    assertThat(pictures.put(pictures.get(ref), "a picture")).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void keepsNoPictureWithAValueThatIsNoNumber(float value) {
    float[] values = {-1, 1, 0.5f, -3, 7, 0, 0.1f, -0.1f, 1, 1, value, 0.004f};
    Image picture = Image.of(values, 2, 2, Image.Range.SIGNED);

    assertThatThrownBy(() -> pictures.put(picture, "the picture p+0_y-10"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the picture p+0_y-10: number 11 of 12 is");
    assertThat(store.list("blobs/")).isEmpty();
  }

  @Test
  void refusesAPictureThatIsNotSquare() {
    ArtifactRef wide =
        pictures.put(Image.of(new float[6], 2, 1, Image.Range.SIGNED), "a wide picture");

    assertThatThrownBy(() -> pictures.get(wide))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining("not a square picture");
  }

  @Test
  void saysThatAnArtefactIsNoPicture() {
    ArtifactRef text = store.put("not a picture".getBytes(UTF_8), "image/png");

    assertThatThrownBy(() -> pictures.get(text))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining(text.key());
  }
}
