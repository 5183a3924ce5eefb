package dev.triptych.worker.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.AngleMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetManifestTest {
  private ArtifactStore store;
  private ArtifactRef picture;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    picture = store.put(new byte[] {1}, "image/png");
  }

  @ParameterizedTest
  @EnumSource(AngleMode.class)
  void readsWhatItWrites(AngleMode angles) {
    DatasetManifest manifest = manifest(angles);

    assertThat(DatasetManifest.get(store, manifest.put(store))).isEqualTo(manifest);
  }

  @Test
  void writesTrueAnglesAsEver() {
    assertThat(text(manifest(AngleMode.TRUE).put(store)))
        .startsWith("{\"style\":\"an elf\",\"latent\":{")
        .contains("\"angles\":\"TRUE\",\"pairs\":[")
        .endsWith("]}");
  }

  @Test
  void refusesWhatWasMadeWhileTheSamplersPitchPointedDown() {
    String now = text(manifest(AngleMode.SAMPLER).put(store));
    String then = now.replace(",\"anglesRevision\":2", "");
    ArtifactRef old = store.put(then.getBytes(StandardCharsets.UTF_8), "application/json");

    assertThat(then).isNotEqualTo(now);
    assertThatThrownBy(() -> DatasetManifest.get(store, old)).isInstanceOf(CorruptArtifact.class);
  }

  private DatasetManifest manifest(AngleMode angles) {
    return new DatasetManifest(
        "an elf", picture, angles, List.of(new ViewPair(30, 0, picture, picture)));
  }

  private String text(ArtifactRef ref) {
    return new String(store.get(ref), StandardCharsets.UTF_8);
  }
}
