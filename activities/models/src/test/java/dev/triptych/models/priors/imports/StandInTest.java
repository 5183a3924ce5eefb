package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.formula.GeneratedTensors;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInTest {
  @TempDir private Path folder;

  @Test
  void writesTheFormulasNumbersAndAManifestThatIsTrue() throws IOException {
    PriorSet set = small();

    assertThat(set.problems()).isEmpty();
    assertThat(set.manifest().comparableWithPaper()).isFalse();
    assertThat(Networks.tokenizer(set).encode("an elf")).hasSize(77);
    try (NDManager manager = Torch.newManager()) {
      Safetensors written = set.tensors("unet");
      GeneratedTensors expected = unet();
      assertThat(written.names()).isEqualTo(expected.names());
      for (String name : List.of("conv_in.weight", "mid_block.resnets.0.norm1.weight")) {
        try (NDArray a = written.read(name, manager);
            NDArray b = expected.read(name, manager)) {
          assertThat(a.toFloatArray()).as(name).containsExactly(b.toFloatArray());
        }
      }
    }
  }

  @Test
  void isTheSameSetWheneverItIsWritten() throws IOException {
    String digest = small().digest();
    Files.delete(folder.resolve("prior.json")); // as if it had been killed at the end
    Files.writeString(folder.resolve("unet.part"), "half a file");

    assertThat(small().digest()).isEqualTo(digest);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(4); // manifest, network, vocabulary and merges
    }
  }

  @Test
  void hasEveryNetworkOfAWholeSet() {
    assertThat(StandIn.networks()).containsOnlyKeys("eg3d", "vae", "unet", "text", "clip", "lpips");
    assertThat(PriorPart.EG3D.roles()).contains("i2t"); // which the first experiment pre-trains
    assertThat(StandIn.bytes(Precision.FLOAT32)).isBetween(4_000_000_000L, 6_000_000_000L);
  }

  private PriorSet small() throws IOException {
    return StandIn.write(folder, "small", Precision.FLOAT32, Map.of("unet", unet()), step -> {});
  }

  private static GeneratedTensors unet() {
    UNet2DConditionModel.Config config =
        new UNet2DConditionModel.Config(8, 4, List.of(8, 16), 1, null, List.of(2), 16, 4, null);
    return new GeneratedTensors(
        "unet",
        Weights.shapes(w -> new UNet2DConditionModel(w, config)),
        new FormulaWeights(new ParityFormula("")));
  }
}
