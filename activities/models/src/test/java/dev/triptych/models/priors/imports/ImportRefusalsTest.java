package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.checkpoints.TorchFiles;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import refuses, and in which words. */
class ImportRefusalsTest {
  @TempDir Path folder;
  private ImportFixture files;

  @BeforeEach
  void write() throws IOException {
    files = new ImportFixture(folder);
  }

  @Test
  void tellsAllProblemsOfAllPartsAtOnce() throws IOException {
    ImportFixture.change(
        files.pipeline().resolve("unet/config.json"), json -> json.put("act_fn", "gelu"));
    ImportFixture.change(
        files.pipeline().resolve("vae/config.json"), json -> json.put("latent_channels", 5));
    ImportFixture.change(
        files.clip().resolve("config.json"),
        json -> json.withObject("/vision_config").put("num_channels", 4));
    ImportFixture.change(
        files.clip().resolve("config.json"), json -> json.put("projection_dim", 6));
    Files.writeString(
        files.pipeline().resolve("scheduler/scheduler_config.json"),
        "{\"prediction_type\": \"v_prediction\"}");
    Files.delete(files.pipeline().resolve("text_encoder/model.safetensors"));

    files.refused(
        files.all(Precision.FLOAT32),
        "unet/config.json: act_fn is \"gelu\", and the networks here know only \"silu\"",
        "for the network 'vae'",
        "mis-shaped: ",
        "num_channels is 4",
        "prediction_type is \"v_prediction\"",
        "text_encoder: it has no weights");
    assertThat(files.priors().resolve("mine")).doesNotExist();
  }

  @Test
  void saysWhichTensorsAreMissingOrTooMany() throws IOException {
    Path file = files.pipeline().resolve("unet/diffusion_pytorch_model.safetensors");
    Files.copy(
        files.pipeline().resolve("vae/diffusion_pytorch_model.safetensors"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    files.refused(
        files.all(Precision.FLOAT32),
        file.toString(),
        "for the network 'unet'",
        "tensors are missing",
        "… and ",
        "tensors are unexpected",
        "name the right one");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    files.refused(files.all(Precision.FLOAT32), file.toString(), "Download it again");
  }

  @Test
  void tellsProgramsEachTroubleByItself() throws IOException {
    TinyCheckpoints.weights(
        files.pipeline().resolve("unet/diffusion_pytorch_model.safetensors"),
        1,
        w -> new UNet2DConditionModel(w, TinyCheckpoints.UNET),
        name -> !name.startsWith("conv_in."));
    ImportFixture.change(
        files.pipeline().resolve("vae/config.json"), json -> json.put("act_fn", "gelu"));

    assertThatThrownBy(() -> files.importer().run(files.all(null), false))
        .isInstanceOfSatisfying(
            ImportException.class,
            refused ->
                assertThat(refused.problems().stream().flatMap(Problem::troubles))
                    .extracting(Problem.Trouble::role, Problem.Trouble::tensor)
                    .containsExactlyInAnyOrder(
                        tuple("unet", "conv_in.bias"),
                        tuple("unet", "conv_in.weight"),
                        tuple("vae", null)));
  }

  @Test
  void namesATensorOfADamagedArchiveBeforeAnythingIsNamed() throws IOException {
    Map<String, NDArray> tensors = new TreeMap<>();
    Path lin = files.lin();
    try (NDManager manager = Torch.newManager()) {
      Safetensors stored = Safetensors.open(lin);
      stored.names().forEach(name -> tensors.put(name, stored.read(name, manager)));
      byte[] archive = TorchFiles.zip(tensors, false);
      String text = new String(archive, StandardCharsets.ISO_8859_1);
      archive[text.indexOf("data/0") + "data/0".length()] ^= 1;
      Files.write(lin.resolveSibling("vgg.pth"), archive);
    }
    ImportRequest request =
        new ImportRequest(
            "mine",
            null,
            null,
            null,
            files.vgg(),
            lin.resolveSibling("vgg.pth"),
            null,
            Map.of(),
            null);

    files.refused(request, "vgg.pth", "its entry archive/data/0 is damaged", "Download it again");
    assertThat(files.priors().resolve("mine/prior.json")).doesNotExist();
  }

  /** Each layer of a network takes memory, even if it has no weights yet. */
  @Test
  void refusesNetworksOfAbsurdDepth() throws IOException {
    ImportFixture.change(
        files.pipeline().resolve("text_encoder/config.json"),
        json -> json.put("num_hidden_layers", 1_000_000));
    ImportFixture.change(
        files.pipeline().resolve("unet/config.json"),
        json -> {
          for (int i = 0; i < 100; i++) {
            json.withArray("block_out_channels").add(8);
          }
        });

    files.refused(
        files.all(null),
        "num_hidden_layers is 1000000, and the networks here have at most 64",
        "block_out_channels is a list of 102, and the networks here have at most 64");
  }

  @Test
  void looksForRoomFirst() throws IOException {
    files.free = 1000;
    files.refused(files.all(Precision.FLOAT32), "the disk has 0.0 GB left", "--precision fp16");
    assertThat(files.priors().resolve("mine")).doesNotExist();
  }

  @Test
  void refusesNamesThatCannotBeASets() {
    for (String name : List.of("", "../x", "a/b", "brought")) {
      assertThatThrownBy(
              () ->
                  files
                      .importer()
                      .run(
                          new ImportRequest(
                              name,
                              null,
                              files.pipeline(),
                              null,
                              null,
                              null,
                              null,
                              Map.of(),
                              Precision.FLOAT32),
                          false))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("Choose another name");
    }
  }
}
