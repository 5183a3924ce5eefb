package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.cli.spec.KnownPriors;
import dev.triptych.cli.spec.ResolvedSpec;
import dev.triptych.cli.spec.SpecException;
import dev.triptych.cli.spec.SpecLoader;
import dev.triptych.cli.spec.SpecText;
import dev.triptych.models.images.Png;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.PhotoTuning;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoInSpecTest {
  private static final String SMALL = "name: me\npriors: mannequin-64\nstyles: [an elf]\n";

  @TempDir Path folder;

  private final PhotoHeads heads = new PhotoHeads();
  private final SpecLoader loader =
      new SpecLoader(
          List.of("mannequin-64"),
          name -> new KnownPriors(name, "0".repeat(64), new ObjectMapper().createObjectNode()),
          heads);

  @BeforeEach
  void takePhotos() throws IOException {
    write("grey.png", 200, 120, 0x808080);
    write("red.png", 200, 120, 0xff0000);
    write("small.png", 20, 20, 0);
    Files.writeString(folder.resolve("text.jpg"), "not a picture");
  }

  private void write(String name, int width, int height, int rgb) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, rgb);
    }
    Files.write(folder.resolve(name), Png.encode(picture));
  }

  @Test
  void theHeadIsCutOutOfThePhotoBesideTheSpec() throws Exception {
    ResolvedSpec spec = load("identity: {photo: grey.png}");
    ResolvedSpec same =
        load("identity: {photo: {file: grey.png, head: {left: 5, top: 7, size: 90}, roll: 4}}");
    ResolvedSpec other = load("identity: {photo: red.png}");

    PhotoSpec photo = spec.spec().identity().photo();
    ArtifactRef picture = photo.picture();
    FolderStore store = FolderStore.open(folder.resolve("data"));
    heads.keep(photo, store);
    assertThat(store.get(picture)).isNotEmpty();
    assertThat(same.spec().identity().photo().picture()).isEqualTo(picture); // as plain as the rest
    assertThat(other.spec().identity().photo().picture()).isNotEqualTo(picture);
    assertThat(photo.head()).isNull();
    assertThat(same.spec().identity().photo().head()).isEqualTo(new PhotoSpec.Head(5, 7, 90));
  }

  @Test
  void aResolvedSpecDoesNotLookAtThePhotoAgain() throws Exception {
    ResolvedSpec first = load("identity: {photo: grey.png}");
    Files.delete(folder.resolve("grey.png"));

    ResolvedSpec second = loader.resolve("b.yaml", SpecText.yaml(first.tree()), List.of());

    assertThat(second.spec()).isEqualTo(first.spec());
    FolderStore other = FolderStore.open(folder.resolve("other"));
    assertThatThrownBy(() -> new PhotoHeads().keep(second.spec().identity().photo(), other))
        .hasMessageContaining("identity.photo.picture is not in this store")
        .hasMessageContaining("grey.png is read again");
  }

  @Test
  void anOptionsPhotoIsFoundFromTheCurrentFolder() throws Exception {
    Path own = folder.resolve("grey.png").toAbsolutePath();
    assertThat(picture(load("", "identity.photo=" + own))).isNotNull();
    assertThat(picture(load("", "identity.photo.file=" + own, "identity.photo.yaw=-8.5")))
        .isNotNull();
    assertThatThrownBy(() -> load("", "identity.photo=grey.png"))
        .hasMessageContaining(
            "--set identity.photo=grey.png: identity.photo.file names grey.png, which does not"
                + " exist below "
                + Path.of("").toAbsolutePath());
  }

  @Test
  void whatIsNoPhotoIsSaidWithTheRest() {
    assertThatThrownBy(() -> load("identity:\n  photo: text.jpg"))
        .hasMessageContaining(
            "me.yaml:5:10: identity.photo.file names text.jpg, which is neither a JPEG nor a PNG"
                + " picture");
    assertThatThrownBy(() -> load("identity: {photo: small.png}"))
        .hasMessageContaining("20 x 20 pixels");
    assertThatThrownBy(() -> load("identity: {photo: none.png}"))
        .hasMessageContaining("which does not exist below " + folder);
    assertThatThrownBy(() -> load("identity: {photo: \"a\\0b\"}"))
        .isInstanceOf(SpecException.class);
    assertThatThrownBy(() -> load("identity: {photo: {file: grey.png, yaw: 91, head: {left: 1}}}"))
        .hasMessageContaining("identity.photo.yaw must be between -90 and 90, but is 91")
        .hasMessageContaining("identity.photo.head.top is missing");
    assertThatThrownBy(() -> load("seeds: [0, 1]\nidentity: {photo: grey.png, seeds: [3, 5]}"))
        .hasMessageContaining("identity.photo is one face, but identity.seeds ask for several");
    assertThatThrownBy(() -> load("trainedOn: msmi\nidentity: {photo: grey.png}"))
        .hasMessageContaining("identity.photo is one face, but trainedOn msmi draws many");
  }

  @Test
  void whatTheMaskHidesIsNotLookedAt() throws Exception {
    write("nothing.png", 200, 120, 0);
    write("everything.png", 200, 120, 0xffffff);
    ArtifactRef plain = picture(load("identity: {photo: grey.png}"));
    ResolvedSpec masked = load("identity: {photo: {file: grey.png, mask: red.png}}");

    assertThat(picture(load("identity: {photo: {file: grey.png, mask: everything.png}}")))
        .isEqualTo(plain);
    assertThat(picture(masked)).isNotEqualTo(plain);
    assertThat(masked.spec().identity().photo().mask()).isEqualTo("red.png");
    assertThatThrownBy(() -> load("identity:\n  photo:\n    file: grey.png\n    mask: nothing.png"))
        .hasMessageContaining(
            "me.yaml:7:11: identity.photo.mask names nothing.png, which leaves nothing of the"
                + " square that holds the head");
    assertThatThrownBy(() -> load("identity: {photo: {file: grey.png, mask: small.png}}"))
        .hasMessageContaining("identity.photo.mask names small.png, which has 20 x 20 pixels");
    assertThatThrownBy(() -> load("identity: {photo: grey.png}", "identity.photo.mask=gone.png"))
        .hasMessageContaining("identity.photo.mask names gone.png, which does not exist below");
  }

  @Test
  void tuningIsOffUnlessItHasSteps() throws Exception {
    assertThat(tuning(load("identity: {photo: grey.png}"))).isNull();
    assertThat(tuning(load("identity: {photo: {file: grey.png, tuning: 60}}")))
        .isEqualTo(new PhotoTuning(60, null, null));
    assertThat(
            tuning(load("identity: {photo: grey.png}", "identity.photo.tuning.steps=9"))
                .complete()
                .learningRate())
        .isEqualTo(3e-4);
    assertThatThrownBy(
            () -> load("identity: {photo: {file: grey.png, tuning: {mirrored: 1, steps: 0}}}"))
        .hasMessageContaining("identity.photo.tuning.steps must be between 1 and")
        .hasMessageContaining("identity.photo.tuning.mirrored must be true or false");
  }

  private static PhotoTuning tuning(ResolvedSpec spec) {
    return spec.spec().identity().photo().tuning();
  }

  private static ArtifactRef picture(ResolvedSpec spec) {
    return spec.spec().identity().photo().picture();
  }

  private ResolvedSpec load(String more, String... settings) throws Exception {
    Path file = folder.resolve("me.yaml");
    Files.writeString(file, SMALL + more + "\n");
    return loader.load(file, List.of(settings));
  }
}
