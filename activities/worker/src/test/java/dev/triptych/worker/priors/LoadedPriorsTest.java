package dev.triptych.worker.priors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.workflows.priors.PriorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPriorsTest {
  @TempDir Path folder;

  @Test
  void saysThatASetIsMissing() {
    try (LoadedPriors priors = new LoadedPriors(folder)) {
      assertThatThrownBy(() -> priors.use(new PriorRef("nowhere", "0".repeat(64)), Device.cpu()))
          .isInstanceOf(MissingPrior.class)
          .hasMessageContaining("nowhere")
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void saysThatASetIsAnother() throws IOException {
    PriorManifest manifest =
        new PriorManifest(
            1,
            "empty",
            "Nothing.",
            64,
            Map.of(),
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            false);
    Path set = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(set.resolve("prior.json"), manifest.toJson());

    try (LoadedPriors priors = new LoadedPriors(folder)) {
      assertThatThrownBy(() -> priors.use(new PriorRef("empty", "0".repeat(64)), Device.cpu()))
          .isInstanceOf(MissingPrior.class)
          .hasMessageContaining("0".repeat(64))
          .hasMessageContaining("Put the set that the run began with in its place");
    }
  }
}
