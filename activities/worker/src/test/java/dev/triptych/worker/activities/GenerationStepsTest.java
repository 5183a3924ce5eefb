package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.memo.SoleStage;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.workflows.dataset.Identity;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationStepsTest {
  @TempDir Path folder;
  private PriorRef priors;
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    priors = TinyPriors.write(folder.resolve("priors"));
    store = FolderStore.open(folder.resolve("data"));
  }

  @Test
  void keepsTheLatentOfASoundPriorSet() {
    assertThat(store.holds(sample(0.7).latent().key(), sample(0.7).latent().bytes())).isTrue();
  }

  @Test
  void doesNotWorkWithAWeightThatIsNoNumber() throws IOException {
    Path set = folder.resolve("priors").resolve(TinyPriors.NAME);
    Path file = set.resolve("eg3d.safetensors");
    String before = Digests.sha256(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = 0x7e; // the high byte of a NaN in half precision
    Files.write(file, bytes);
    Path manifest = set.resolve("prior.json");
    Files.writeString(manifest, Files.readString(manifest).replace(before, Digests.sha256(file)));
    priors = new PriorRef(TinyPriors.NAME, PriorSet.open(set).digest());

    assertThatThrownBy(() -> sample(0.7))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("tensor ")
        .hasMessageContaining("eg3d.safetensors");
    assertThat(store.list("blobs/")).isEmpty();
  }

  @Test
  void keepsNoLatentWithANumberThatIsNone() {
    assertThatThrownBy(() -> sample(1e300))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("tensor ws, which was to be kept");
    assertThat(store.list("blobs/")).isEmpty();
  }

  private Identity sample(double truncationPsi) {
    SampleIdentityRequest request = new SampleIdentityRequest(priors, 3, truncationPsi);
    try (LoadedPriors loaded = new LoadedPriors(folder.resolve("priors"));
        StageContext stage = SoleStage.enter(Stage.SAMPLE_IDENTITY, request)) {
      StepResources resources =
          new StepResources(store, new Journal(store), loaded, folder.resolve("scratch"));
      return new GenerationSteps(resources).sampleIdentity(request).result();
    }
  }
}
