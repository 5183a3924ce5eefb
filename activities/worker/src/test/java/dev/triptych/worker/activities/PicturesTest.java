package dev.triptych.worker.activities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.FolderStore;
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
    float[] picture = {-1, 1, 0.5f, -3, 7, 0, 0.1f, -0.1f, 1, 1, -1, 0.004f};

    ArtifactRef ref = pictures.put(picture, "a picture");
    float[] back = pictures.get(ref);

    assertThat(ref.mediaType()).isEqualTo("image/png");
    assertThat(back).hasSameSizeAs(picture).isEqualTo(Pictures.rounded(picture, "a picture"));
    assertThat(back[0]).isEqualTo(-1);
    assertThat(back[3]).isEqualTo(-1);
    assertThat(back[4]).isEqualTo(1);
    assertThat(back[2]).isCloseTo(0.5f, org.assertj.core.api.Assertions.within(1 / 255f));
    assertThat(pictures.put(back, "a picture")).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void keepsNoPictureWithAValueThatIsNoNumber(float value) {
    float[] picture = {-1, 1, 0.5f, -3, 7, 0, 0.1f, -0.1f, 1, 1, value, 0.004f};

    assertThatThrownBy(() -> pictures.put(picture, "the picture p+0_y-10"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the picture p+0_y-10: number 11 of 12 is");
    assertThatThrownBy(() -> Pictures.rounded(picture, "the picture p+0_y-10"))
        .isInstanceOf(NonFiniteException.class);
    assertThat(store.list("blobs/")).isEmpty();
  }

  @Test
  void saysThatAnArtefactIsNoPicture() {
    ArtifactRef text = store.put("not a picture".getBytes(UTF_8), "image/png");

    assertThatThrownBy(() -> pictures.get(text))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining(text.key());
  }
}
