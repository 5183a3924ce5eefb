package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.checkpoints.OriginalNames;
import dev.triptych.models.checkpoints.TorchFiles;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same networks in every form that people have them in make the same files of a set. */
class ForeignFormsTest {
  private static final String UNET = "unet/diffusion_pytorch_model";
  private static final String VAE = "vae/diffusion_pytorch_model";

  @TempDir static Path plainFolder;
  private static Map<String, String> plain;

  @TempDir Path folder;
  private ImportFixture mine;
  private final NDManager manager = Torch.newManager();

  @BeforeAll
  static void importThePlainForms() throws IOException {
    ImportFixture fixture = new ImportFixture(plainFolder);
    fixture.importer().run(fixture.all(Precision.FLOAT32), false);
    plain = digests(fixture);
  }

  @BeforeEach
  void write() throws IOException {
    mine = new ImportFixture(folder);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Map<String, String> digests(ImportFixture fixture) {
    Map<String, String> digests = new TreeMap<>();
    PriorSet.find("mine", fixture.priors())
        .manifest()
        .files()
        .forEach((role, entry) -> digests.put(role, entry.sha256()));
    return digests;
  }

  private Map<String, NDArray> tensors(Path file) {
    Map<String, NDArray> tensors = new TreeMap<>();
    Safetensors stored = Safetensors.open(file);
    stored.names().forEach(name -> tensors.put(name, stored.read(name, manager)));
    return tensors;
  }

  private Map<String, NDArray> pipeline(String file) {
    return tensors(mine.pipeline().resolve(file + ".safetensors"));
  }

  /** Puts another file in the place of a pipeline's. */
  private void replace(String file, String by, byte[] content) throws IOException {
    Files.delete(mine.pipeline().resolve(file + ".safetensors"));
    Files.write(mine.pipeline().resolve(by), content);
  }

  private void importsTheSame(ImportRequest request, String... roles) throws IOException {
    mine.importer().run(request, false);
    Map<String, String> made = digests(mine);
    for (String role : roles) {
      assertThat(made).as(role).containsEntry(role, plain.get(role));
    }
  }

  private ImportRequest edit(Path path) throws IOException {
    return mine.request(path, null, null, Map.of());
  }

  private ImportRequest files(@Nullable Path clip, @Nullable Path lin, @Nullable Path tokenizer) {
    return new ImportRequest("mine", null, null, clip, null, lin, tokenizer, Map.of(), null);
  }

  @Test
  void filesOfPyTorchsBothFormats() throws IOException {
    replace(UNET, UNET + ".bin", TorchFiles.zip(pipeline(UNET), false));
    replace(VAE, VAE + ".bin", TorchFiles.legacy(pipeline(VAE), false));
    replace(
        "text_encoder/model",
        "text_encoder/pytorch_model.bin",
        TorchFiles.zip(pipeline("text_encoder/model"), false));

    importsTheSame(edit(mine.pipeline()), "unet", "vae", "text");
  }

  @Test
  void shardsOfPyTorchs() throws IOException {
    Map<String, NDArray> first = pipeline(UNET);
    Map<String, NDArray> second = new TreeMap<>(first);
    first.keySet().removeIf(name -> name.startsWith("up_"));
    second.keySet().removeAll(first.keySet());
    ObjectNode map = TinyCheckpoints.JSON.createObjectNode();
    first.keySet().forEach(name -> map.put(name, "diffusion_pytorch_model-00001-of-00002.bin"));
    second.keySet().forEach(name -> map.put(name, "diffusion_pytorch_model-00002-of-00002.bin"));
    replace(UNET, UNET + "-00001-of-00002.bin", TorchFiles.zip(first, false));
    Files.write(
        mine.pipeline().resolve(UNET + "-00002-of-00002.bin"), TorchFiles.legacy(second, false));
    ObjectNode index = TinyCheckpoints.JSON.createObjectNode();
    index.set("weight_map", map);
    TinyCheckpoints.write(mine.pipeline().resolve(UNET + ".bin.index.json"), index.toString());

    importsTheSame(edit(mine.pipeline()), "unet");
  }

  @Test
  void anEarlyAutoencodersAttention() throws IOException {
    replace(VAE, VAE + ".bin", TorchFiles.zip(OriginalNames.earlyAttention(pipeline(VAE)), false));

    importsTheSame(edit(mine.pipeline()), "vae");
  }

  @Test
  void oneFileOfTheOriginalCode() throws IOException {
    Map<String, NDArray> all = new TreeMap<>();
    int perLevel = TinyCheckpoints.UNET.layersPerBlock() + 1;
    pipeline(UNET).forEach((name, tensor) -> all.put(OriginalNames.unet(name, perLevel), tensor));
    int levels = TinyCheckpoints.VAE.blockOutChannels().size();
    all.putAll(OriginalNames.autoencoder(pipeline(VAE), levels));
    pipeline("text_encoder/model")
        .forEach((name, tensor) -> all.put("cond_stage_model.transformer." + name, tensor));
    all.put("betas", manager.ones(new Shape(1000)));
    Path file = Files.write(folder.resolve("ip2p.ckpt"), TorchFiles.training(all));

    importsTheSame(edit(file), "unet", "vae", "text");
    importsTheSame(files(null, null, mine.pipeline().resolve("tokenizer")), "vocab", "merges");
  }

  @Test
  void openAisFileOfClip() throws IOException {
    Map<String, NDArray> original =
        OriginalNames.openAi(tensors(mine.clip().resolve("model.safetensors")));
    for (String size : List.of("input_resolution", "context_length", "vocab_size")) {
      original.put(size, manager.create(6f));
    }
    Path file = Files.write(folder.resolve("ViT.pt"), TorchFiles.script(original, false));

    importsTheSame(files(file, null, null), "clip");
    assertThat(PriorSet.find("mine", mine.priors()).manifest().networks().get("preprocessor"))
        .as("which such a file leaves out")
        .isNotNull();
  }

  @Test
  void aFileOfAllOfLpips() throws IOException {
    Map<String, NDArray> whole = tensors(mine.lin());
    tensors(mine.vgg())
        .forEach((name, tensor) -> whole.put(name.replace("features.", "net.slice1."), tensor));
    whole.put("scaling_layer.shift", manager.ones(new Shape(1, 3, 1, 1)));
    Path file = Files.write(folder.resolve("lpips.pth"), TorchFiles.zip(whole, false));

    importsTheSame(files(null, file, null), "lpips");
  }

  @Test
  void aTokenizerInOneFile() throws IOException {
    Files.delete(mine.clip().resolve("vocab.json"));
    ObjectNode json = TinyCheckpoints.JSON.createObjectNode();
    ObjectNode model = json.putObject("model").put("type", "BPE").put("end_of_word_suffix", "</w>");
    model.set("vocab", TinyCheckpoints.vocab(18));
    model.putArray("merges").add("a b").addArray().add("ab").add("c");
    TinyCheckpoints.write(mine.clip().resolve("tokenizer.json"), json.toString());

    importsTheSame(files(mine.clip(), null, null), "vocab", "merges", "clip");
  }

  @Test
  void numbersOf16BitsStayWhatTheyAre() throws IOException {
    Path whole = mine.pipeline().resolve(UNET + ".safetensors");
    SafetensorsWriter.write(
        mine.pipeline().resolve(UNET + ".fp16.safetensors"),
        tensors(whole),
        Map.of(),
        Precision.FLOAT16);
    importsTheSame(edit(mine.pipeline()), "unet"); // full numbers are taken where there are both

    Files.delete(whole);
    replace(VAE, VAE + ".fp16.bin", TorchFiles.legacy(pipeline(VAE), true));
    mine.importer().run(asTheyAre(mine.pipeline()), false);

    PriorSet set = PriorSet.find("mine", mine.priors());
    assertThat(set.content("unet").precision()).isEqualTo("F16");
    assertThat(set.content("vae").precision()).isEqualTo("F16");
    assertThat(set.content("text").precision()).isEqualTo("F32");
    Safetensors half = Safetensors.open(mine.pipeline().resolve(UNET + ".fp16.safetensors"));
    for (String name : half.names()) {
      assertThat(set.tensors("unet").read(name, manager).toFloatArray())
          .containsExactly(half.read(name, manager).toFloatArray());
    }
    mine.importer().run(edit(mine.pipeline()), false);
    assertThat(PriorSet.find("mine", mine.priors()).content("unet").precision())
        .as("if asked for")
        .isEqualTo("F32");
  }

  @Test
  void aFileOfMixedNumbersIsKeptWhole() throws IOException {
    Path vgg = Files.write(folder.resolve("vgg.pth"), TorchFiles.zip(tensors(mine.vgg()), true));
    ImportRequest request =
        new ImportRequest("mine", null, null, null, vgg, mine.lin(), null, Map.of(), null);

    mine.importer().run(request, false);

    assertThat(PriorSet.find("mine", mine.priors()).content("lpips").precision()).isEqualTo("F32");
  }

  private static ImportRequest asTheyAre(Path edit) {
    return new ImportRequest("mine", null, edit, null, null, null, null, Map.of(), null);
  }
}
