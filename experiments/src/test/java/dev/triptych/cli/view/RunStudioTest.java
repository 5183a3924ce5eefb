package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.folder.FolderStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mannequin's own generator makes of a face, for a run whose steps were sketched. */
class RunStudioTest {
  private static final int RESOLUTION = 32;

  @TempDir private static Path folder;

  @Test
  void makesTheMeshThatIsExported() throws Exception {
    Path data = folder.resolve("data");
    Shell shell = Shell.sketching(data);
    String text =
        """
        name: one
        priors: mannequin-64
        views: {grid: 1}
        evaluation: {views: {grid: 1}, scored: {grid: 1}}
        styles: [an elf]
        """;
    String spec = Files.writeString(folder.resolve("spec.yaml"), text).toString();
    shell.type("run", spec, "--run", "mine");
    Path exported = folder.resolve("head.glb");
    String points = String.valueOf(RESOLUTION);
    shell.type("export", "mine", "--plain", "--mesh", exported.toString(), "--resolution", points);

    Torch.start();
    FolderStore store = FolderStore.open(data);
    RunEntry entry = new RunIndex(store).find("mine").orElseThrow();
    Gallery gallery = Gallery.of(store, "mine");
    try (RunStudio studio =
        new RunStudio(store, entry, gallery, data.resolve("priors"), Device.cpu(), RESOLUTION)) {
      String id = studio.show().exhibits().get(0).id();
      AtomicInteger slices = new AtomicInteger();
      byte[] mesh = studio.mesh(asked("exhibit=" + id + "&plain=1"), slices::incrementAndGet);

      assertThat(mesh).isEqualTo(Files.readAllBytes(exported));
      assertThat(slices).hasValue(RESOLUTION - 1);
      GltfModel model = new GltfModelReader().readWithoutReferences(new ByteArrayInputStream(mesh));
      assertThat(model.getNodeModels().get(0).getName()).isEqualTo("plain face, ours, seed 0");
      AccessorModel places =
          model
              .getMeshModels()
              .get(0)
              .getMeshPrimitiveModels()
              .get(0)
              .getAttributes()
              .get("POSITION");
      double height = places.getMax()[1].doubleValue() - places.getMin()[1].doubleValue();
      assertThat(height).as("metres from chin to crown").isBetween(.15, .35);
      assertThatThrownBy(() -> studio.mesh(asked("exhibit=orc"), () -> {}))
          .isInstanceOf(Refusal.Refused.class)
          .hasMessageContaining("no such head");
    }
  }

  private static FrameRequest asked(String query) {
    return FrameRequest.of(new Parameters(query));
  }
}
