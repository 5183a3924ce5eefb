package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.triptych.models.priors.PriorCheck;
import dev.triptych.models.priors.PriorCheck.Finding;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.RolesElsewhere;
import dev.triptych.models.torch.ShapesOnlyLoader;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole set, of tiny networks, on other devices than the first processor. */
class SetOnDevicesTest {
  @TempDir private static Path folder;
  private static Path set;

  @BeforeAll
  static void importAll() throws IOException {
    Path priors = folder.resolve("priors");
    TinyCheckpoints.world(priors);
    new PriorImport(
            priors,
            step -> {},
            new DiskRoom(place -> Long.MAX_VALUE / 2),
            LatentDiffusionEditor.instructPix2Pix(),
            TinyCheckpoints.LPIPS)
        .run(
            new ImportRequest(
                "mine",
                null,
                TinyCheckpoints.pipeline(folder.resolve("ip2p")),
                TinyCheckpoints.clip(folder.resolve("clip")),
                TinyCheckpoints.vgg(folder.resolve("vgg16.safetensors")),
                TinyCheckpoints.lin(folder.resolve("lin.safetensors")),
                null,
                Map.of(PriorPart.EG3D, PriorSet.find("world", priors)),
                Precision.FLOAT32),
            false);
    set = priors.resolve("mine");
  }

  /** The roles are those that {@code priors check} runs. */
  @Test
  void everyNetworkComputesWhereItWasLoaded() throws ReflectiveOperationException {
    Class<?> type = new ShapesOnlyLoader().loadClass(RolesElsewhere.class.getName());
    @SuppressWarnings("unchecked")
    Function<Path, List<String>> roles =
        (Function<Path, List<String>>) type.getDeclaredConstructor().newInstance();

    assertThat(roles.apply(set))
        .containsAll(PriorSet.open(set).manifest().networks().keySet())
        .contains("vae's encoder", "vae's decoder", "clip's images", "clip's texts");
  }

  @Test
  void isCheckedOnEveryDevice() {
    List<Finding> findings =
        PriorCheck.of(PriorSet.open(set), List.of(Device.cpu(), Device.gpu(7)));

    assertThat(findings)
        .filteredOn(finding -> finding.kind().equals("network"))
        .extracting(Finding::name)
        .contains("unet on cpu", "unet on cuda:7", "lpips on cpu", "lpips on cuda:7");
    assertThat(findings)
        .filteredOn(finding -> !finding.problems().isEmpty())
        .extracting(Finding::name)
        .contains("unet on cuda:7", "eg3d on cuda:7")
        .allMatch(name -> name.endsWith("cuda:7"));
  }
}
