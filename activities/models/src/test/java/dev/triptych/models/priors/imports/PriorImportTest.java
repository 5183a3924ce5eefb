package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.checkpoints.Eg3dCheckpoint;
import dev.triptych.models.checkpoints.Eg3dPickle;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.PlaneLayout;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.priors.PriorCheck;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorImportTest {
  /** As EG3D's checkpoints have it, with a few thousand weights. */
  private static final Eg3dConfig PUBLIC_STRUCTURE =
      new Eg3dConfig(
          8,
          Camera.LABEL,
          12,
          new Mapping.Config(2, 12, 0.01),
          new Backbone.Config(List.of(8, 6), 4, false),
          new OsgDecoder.Config(8, 1, PlaneLayout.PUBLIC_EG3D, 1, 0),
          new VolumeRenderer.Config(2.25, 3.3, 6, 6, false, 4),
          new SuperResolution.Config(
              8,
              List.of(new SuperResolution.Block(6, true), new SuperResolution.Block(4, true)),
              256,
              true,
              false),
          Camera.Rig.FFHQ);

  @TempDir Path folder;
  private Path priors;
  private Path pipeline;
  private Path clip;
  private long free = Long.MAX_VALUE / 2;

  @BeforeEach
  void write() throws IOException {
    priors = folder.resolve("priors");
    pipeline = TinyCheckpoints.pipeline(folder.resolve("ip2p"));
    clip = TinyCheckpoints.clip(folder.resolve("clip"));
    TinyCheckpoints.world(priors);
  }

  @Test
  void aSetOfAllPartsIsSoundAndHasTheVeryNumbersOfItsFiles() throws IOException {
    ImportReport report = importer().run(all(Precision.FLOAT32), false);

    PriorSet set = PriorSet.find("mine", priors);
    assertThat(report.digest()).isEqualTo(set.digest());
    assertThat(report.missing()).isEmpty();
    assertThat(report.comparableWithPaper()).isFalse();
    assertThat(PriorCheck.of(set))
        .allSatisfy(finding -> assertThat(finding.problems()).as(finding.name()).isEmpty())
        .extracting(PriorCheck.Finding::name)
        .contains("eg3d", "unet", "vae", "text", "clip", "lpips", "tokenizer", "i2t");
    same(set, "unet", pipeline.resolve("unet/diffusion_pytorch_model.safetensors"));
    same(set, "vae", pipeline.resolve("vae/diffusion_pytorch_model.safetensors"));
    same(set, "text", pipeline.resolve("text_encoder/model.safetensors"));
    same(set, "clip", clip.resolve("model.safetensors"));
    assertThat(set.config("scheduler", Ddim.Config.class)).isEqualTo(TinyCheckpoints.scheduler());
    assertThat(set.manifest().networks().get("preprocessor"))
        .isEqualTo(TinyCheckpoints.json(TinyCheckpoints.preprocessor()));
    assertThat(set.manifest().imageSize()).isEqualTo(8);
    assertThat(set.manifest().recommendations().at("/identity/truncationPsi").asDouble())
        .as("of the set that the generator comes from")
        .isEqualTo(0.25);
    assertThat(set.manifest().recommendations().at("/edit/textGuidance").asDouble())
        .as("the paper's")
        .isEqualTo(20);
    assertThat(notes(report)).contains("EulerAncestral", "leaves out steps_offset");
  }

  @Test
  void partsMayComeOneAfterAnother() throws IOException {
    ImportReport first = importer().run(request(pipeline, null, null, Map.of()), false);
    assertThat(first.missing()).containsExactly(PriorPart.EG3D, PriorPart.CLIP, PriorPart.LPIPS);
    importer().run(request(null, clip, null, Map.of()), false);
    importer().run(request(null, null, folder, Map.of()), false);
    ImportReport last = importer().run(request(null, null, null, world()), false);

    assertThat(last.missing()).isEmpty();
    String step = PriorSet.find("mine", priors).digest();
    importer()
        .run(
            new ImportRequest(
                "other", null, pipeline, clip, vgg(), lin(), null, world(), Precision.FLOAT32),
            false);
    String manifest = Files.readString(priors.resolve("other/prior.json"));
    assertThat(Files.readString(priors.resolve("mine/prior.json")))
        .isEqualTo(manifest.replace("\"other\"", "\"mine\""));
    assertThat(step).isEqualTo(last.digest());
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    ImportReport report = importer().run(all(Precision.FLOAT16), true);

    assertThat(report.digest()).isNull();
    assertThat(report.bytes()).isPositive();
    assertThat(report.parts()).hasSize(4);
    assertThat(priors.resolve("mine")).doesNotExist();
  }

  @Test
  void readsTheHubsCacheWithLinksShardsAndHalfNumbers() throws IOException {
    importer().run(all(Precision.FLOAT32), false);
    String plain = PriorSet.find("mine", priors).manifest().files().get("unet").sha256();
    Path cache = cache();

    for (Path named : List.of(cache, cache.resolve("snapshots/abc123"))) {
      importer().run(request(named, null, null, Map.of()), false);
      assertThat(PriorSet.find("mine", priors).manifest().files().get("unet").sha256())
          .isEqualTo(plain);
    }

    Path shard = cache.resolve("snapshots/abc123/unet/part-2.safetensors");
    Files.delete(shard.toRealPath());
    refused(request(cache, null, null, Map.of()), shard + ": it is a link to a file that is not");
    Files.delete(cache.resolve("refs/main"));
    Files.createDirectory(cache.resolve("snapshots/def456"));
    refused(request(cache, null, null, Map.of()), "2 snapshots");
  }

  /** The pipeline as the hub's client keeps it: all files are links, the UNet is in two shards. */
  private Path cache() throws IOException {
    Path cache = folder.resolve("models--x--y");
    Path snapshot = cache.resolve("snapshots/abc123");
    TinyCheckpoints.pipeline(snapshot);
    Path whole = snapshot.resolve("unet/diffusion_pytorch_model.safetensors");
    Files.delete(whole);
    ObjectNode map = TinyCheckpoints.JSON.createObjectNode();
    for (int part = 1; part <= 2; part++) {
      boolean first = part == 1;
      String name = "part-" + part + ".safetensors";
      Path shard =
          TinyCheckpoints.weights(
              snapshot.resolve("unet/" + name),
              1,
              w -> new UNet2DConditionModel(w, TinyCheckpoints.UNET),
              tensor -> tensor.startsWith("down") == first);
      Safetensors.open(shard).names().forEach(tensor -> map.put(tensor, name));
    }
    ObjectNode index = TinyCheckpoints.JSON.createObjectNode();
    index.set("weight_map", map);
    TinyCheckpoints.write(
        snapshot.resolve("unet/diffusion_pytorch_model.safetensors.index.json"), index.toString());
    TinyCheckpoints.write(cache.resolve("refs/main"), "abc123");
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    List<Path> files;
    try (Stream<Path> tree = Files.walk(snapshot)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    int number = 0;
    for (Path file : files) {
      Path blob = Files.move(file, blobs.resolve("blob" + number++));
      Files.createSymbolicLink(file, file.getParent().relativize(blob));
    }
    return cache;
  }

  @Test
  void keepsFewerBitsIfAsked() throws IOException {
    long whole = importer().run(all(Precision.FLOAT32), false).bytes();
    for (Precision precision : List.of(Precision.FLOAT16, Precision.BFLOAT16)) {
      assertThat(importer().run(all(precision), false).bytes()).isLessThan(whole * 3 / 4);
      PriorSet set = PriorSet.find("mine", priors);
      assertThat(set.content("unet").precision())
          .isEqualTo(precision == Precision.FLOAT16 ? "F16" : "BF16");
      assertThat(PriorCheck.of(set)).allSatisfy(f -> assertThat(f.problems()).isEmpty());
    }
  }

  @Test
  void tellsAllProblemsOfAllPartsAtOnce() throws IOException {
    change(pipeline.resolve("unet/config.json"), json -> json.put("act_fn", "gelu"));
    change(pipeline.resolve("vae/config.json"), json -> json.put("latent_channels", 5));
    change(
        clip.resolve("config.json"),
        json -> json.withObject("/vision_config").put("num_channels", 4));
    change(clip.resolve("config.json"), json -> json.put("projection_dim", 6));
    Files.writeString(
        pipeline.resolve("scheduler/scheduler_config.json"),
        "{\"prediction_type\": \"v_prediction\"}");
    Files.delete(pipeline.resolve("text_encoder/model.safetensors"));

    refused(
        all(Precision.FLOAT32),
        "unet/config.json: act_fn is \"gelu\", and the networks here know only \"silu\"",
        "for the network 'vae'",
        "mis-shaped: ",
        "num_channels is 4",
        "prediction_type is \"v_prediction\"",
        "text_encoder: it has no weights");
    assertThat(priors.resolve("mine")).doesNotExist();
  }

  @Test
  void saysWhichTensorsAreMissingOrTooMany() throws IOException {
    Path file = pipeline.resolve("unet/diffusion_pytorch_model.safetensors");
    Files.copy(
        pipeline.resolve("vae/diffusion_pytorch_model.safetensors"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    refused(
        all(Precision.FLOAT32),
        file.toString(),
        "for the network 'unet'",
        "tensors are missing",
        "… and ",
        "tensors are unexpected",
        "name the right one");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    refused(all(Precision.FLOAT32), file.toString(), "Download it again");
  }

  @Test
  void refusesPartsThatDoNotFitEachOther() throws IOException {
    change(
        clip.resolve("config.json"), json -> json.withObject("/text_config").put("vocab_size", 21));
    TinyCheckpoints.write(clip.resolve("vocab.json"), TinyCheckpoints.vocab(19).toString());
    TinyCheckpoints.weights(
        clip.resolve("model.safetensors"),
        4,
        w ->
            new ClipModel(
                w,
                new ClipModel.Config(
                    new TextEncoder.Config(21, 8, 16, 1, 2, 6, "quick_gelu", 20),
                    TinyCheckpoints.CLIP.vision(),
                    6)),
        name -> true);

    refused(
        all(Precision.FLOAT32),
        "its vocabulary is not that of --edit",
        "CLIP reads a vocabulary of 21 tokens, and the editor's text encoder one of 20");
    importer()
        .run(
            new ImportRequest(
                "far", null, null, clip, null, null, null, Map.of(), Precision.FLOAT32),
            false);
    importer().run(request(pipeline, null, null, Map.of()), false);
    refused(
        request(null, null, null, Map.of(PriorPart.CLIP, PriorSet.find("far", priors))),
        "--clip-from far: CLIP reads a vocabulary of 21 tokens");
    refused(
        request(null, null, null, Map.of(PriorPart.LPIPS, PriorSet.find("far", priors))),
        "--lpips-from far: that set has no such part");
  }

  @Test
  void aFailureOnTheWayLeavesTheSetAsItWas() throws IOException {
    importer().run(all(Precision.FLOAT32), false);
    String before = PriorSet.find("mine", priors).digest();
    List<String> files = files();
    TinyCheckpoints.weights(
        pipeline.resolve("unet/diffusion_pytorch_model.safetensors"),
        9,
        w -> new UNet2DConditionModel(w, TinyCheckpoints.UNET),
        name -> true);
    Path broken = clip.resolve("model.safetensors");
    byte[] sound = Files.readAllBytes(broken);
    byte[] nan = sound.clone();
    nan[nan.length - 1] = 0x7f;
    nan[nan.length - 2] = (byte) 0xc0;
    Files.write(broken, nan);

    refused(all(Precision.FLOAT32), broken.toString(), "is NaN", "Download it again");
    assertThat(PriorSet.find("mine", priors).digest()).isEqualTo(before);
    assertThat(PriorSet.find("mine", priors).problems()).isEmpty();

    Files.write(broken, sound);
    Files.writeString(priors.resolve("mine/unet.part"), "of a killed import");
    Files.writeString(priors.resolve("mine/notes.txt"), "a user's own");
    importer().run(all(Precision.FLOAT32), false);
    assertThat(PriorSet.find("mine", priors).digest()).isNotEqualTo(before);
    assertThat(PriorSet.find("mine", priors).problems()).isEmpty();
    assertThat(files())
        .hasSameSizeAs(
            files.isEmpty()
                ? files
                : Stream.concat(files.stream(), Stream.of("notes.txt")).toList());
    assertThat(files()).contains("notes.txt").doesNotContain("unet.part");
  }

  @Test
  void looksForRoomFirst() throws IOException {
    free = 1000;
    refused(all(Precision.FLOAT32), "the disk has 0.0 GB left", "--precision fp16");
    assertThat(priors.resolve("mine")).doesNotExist();
  }

  @Test
  void takesATokenizerInOneFile() throws IOException {
    importer().run(request(pipeline, null, null, Map.of()), false);
    String before = PriorSet.find("mine", priors).manifest().files().get("vocab").sha256();
    Files.delete(clip.resolve("vocab.json"));
    ObjectNode json = TinyCheckpoints.JSON.createObjectNode();
    ObjectNode model = json.putObject("model").put("type", "BPE").put("end_of_word_suffix", "</w>");
    model.set("vocab", TinyCheckpoints.vocab(18));
    model.putArray("merges").add("a b").addArray().add("ab").add("c");
    TinyCheckpoints.write(clip.resolve("tokenizer.json"), json.toString());

    importer().run(request(null, clip, null, Map.of()), false);
    assertThat(PriorSet.find("mine", priors).manifest().files().get("vocab").sha256())
        .isEqualTo(before);
  }

  @Test
  void takesAGeneratorOutOfItsPickle() throws IOException {
    Path pickle = folder.resolve("tiny.pkl");
    try (NDManager manager = Torch.newManager()) {
      StateDict weights =
          Weights.random(7, manager, w -> new Eg3dGenerator(w, PUBLIC_STRUCTURE)).state();
      Files.write(pickle, new Eg3dPickle(PUBLIC_STRUCTURE, weights).bytes());
    }
    ImportReport report =
        importer()
            .run(
                new ImportRequest(
                    "mine", pickle, null, null, null, null, null, Map.of(), Precision.FLOAT32),
                false);

    Eg3dCheckpoint checkpoint = Eg3dCheckpoint.open(pickle);
    PriorSet set = PriorSet.find("mine", priors);
    assertThat(set.config("eg3d", Eg3dConfig.class)).isEqualTo(checkpoint.config());
    assertThat(set.config("i2t", ImageToTriplane.Config.class).imageSize()).isEqualTo(32);
    assertThat(PriorCheck.of(set))
        .filteredOn(finding -> finding.name().equals("eg3d"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.problems()).isEmpty());
    assertThat(report.missing()).doesNotContain(PriorPart.EG3D).contains(PriorPart.EDIT);
    assertThat(SourceFiles.of(priors.resolve("mine")).values())
        .singleElement()
        .asString()
        .contains("tiny.pkl", "pickle");
    try (NDManager manager = Torch.newManager()) {
      String name = "superresolution.block1.conv0.weight";
      assertThat(set.tensors("eg3d").read(name, manager).toFloatArray())
          .containsExactly(checkpoint.tensors().read(name, manager).toFloatArray());
    }
  }

  @Test
  void thePapersGeneratorGetsThePapersNetwork() {
    assertThat(Eg3dReader.imageToTriplane(Eg3dConfig.ffhq512()))
        .isEqualTo(ImageToTriplane.Config.ffhq512());
  }

  @Test
  void refusesNamesThatCannotBeASets() {
    for (String name : List.of("", "../x", "a/b", "brought")) {
      assertThatThrownBy(
              () ->
                  importer()
                      .run(
                          new ImportRequest(
                              name,
                              null,
                              pipeline,
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

  private PriorImport importer() {
    return new PriorImport(
        priors,
        step -> {},
        place -> free,
        LatentDiffusionEditor.instructPix2Pix(),
        TinyCheckpoints.LPIPS);
  }

  private Map<PriorPart, PriorSet> world() {
    return Map.of(PriorPart.EG3D, PriorSet.find("world", priors));
  }

  private ImportRequest all(Precision precision) throws IOException {
    return new ImportRequest("mine", null, pipeline, clip, vgg(), lin(), null, world(), precision);
  }

  private ImportRequest request(
      @Nullable Path edit, @Nullable Path clip, @Nullable Path lpips, Map<PriorPart, PriorSet> from)
      throws IOException {
    return new ImportRequest(
        "mine",
        null,
        edit,
        clip,
        lpips == null ? null : vgg(),
        lpips == null ? null : lin(),
        null,
        from,
        Precision.FLOAT32);
  }

  private Path vgg() throws IOException {
    return TinyCheckpoints.vgg(folder.resolve("vgg16.safetensors"));
  }

  private Path lin() throws IOException {
    return TinyCheckpoints.lin(folder.resolve("lin.safetensors"));
  }

  private void refused(ImportRequest request, String... words) {
    assertThatThrownBy(() -> importer().run(request, false))
        .isInstanceOf(ImportException.class)
        .message()
        .contains(words)
        .doesNotContain("java", "Exception");
  }

  private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) TinyCheckpoints.JSON.readTree(Files.readString(file));
    change.accept(json);
    Files.writeString(file, json.toString());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(priors.resolve("mine"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static String notes(ImportReport report) {
    return report.parts().stream().flatMap(part -> part.notes().stream()).toList().toString();
  }

  private static void same(PriorSet set, String role, Path file) {
    try (NDManager manager = Torch.newManager()) {
      Safetensors kept = set.tensors(role);
      Safetensors given = Safetensors.open(file);
      assertThat(kept.names()).isEqualTo(given.names());
      for (String name : given.names()) {
        assertThat(kept.shape(name)).isEqualTo(Objects.requireNonNull(given.shape(name)));
        assertThat(kept.read(name, manager).toFloatArray())
            .as(name)
            .containsExactly(given.read(name, manager).toFloatArray());
      }
    }
  }
}
