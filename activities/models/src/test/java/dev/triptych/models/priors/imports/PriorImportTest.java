package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.checkpoints.Eg3dCheckpoint;
import dev.triptych.models.checkpoints.Eg3dPickle;
import dev.triptych.models.diffusion.Ddim;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private ImportFixture files;

  @BeforeEach
  void write() throws IOException {
    files = new ImportFixture(folder);
  }

  @Test
  void aSetOfAllPartsIsSoundAndHasTheVeryNumbersOfItsFiles() throws IOException {
    ImportReport report = files.importer().run(files.all(Precision.FLOAT32), false);

    PriorSet set = PriorSet.find("mine", files.priors());
    assertThat(report.digest()).isEqualTo(set.digest());
    assertThat(report.missing()).isEmpty();
    assertThat(report.comparableWithPaper()).isFalse();
    assertThat(PriorCheck.of(set))
        .allSatisfy(finding -> assertThat(finding.problems()).as(finding.name()).isEmpty())
        .extracting(PriorCheck.Finding::name)
        .contains("eg3d", "unet", "vae", "text", "clip", "lpips", "tokenizer", "i2t");
    same(set, "unet", files.pipeline().resolve("unet/diffusion_pytorch_model.safetensors"));
    same(set, "vae", files.pipeline().resolve("vae/diffusion_pytorch_model.safetensors"));
    same(set, "text", files.pipeline().resolve("text_encoder/model.safetensors"));
    same(set, "clip", files.clip().resolve("model.safetensors"));
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
    ImportReport first =
        files.importer().run(files.request(files.pipeline(), null, null, Map.of()), false);
    assertThat(first.missing()).containsExactly(PriorPart.EG3D, PriorPart.CLIP, PriorPart.LPIPS);
    files.importer().run(files.request(null, files.clip(), null, Map.of()), false);
    files.importer().run(files.request(null, null, folder, Map.of()), false);
    ImportReport last = files.importer().run(files.request(null, null, null, files.world()), false);

    assertThat(last.missing()).isEmpty();
    String step = PriorSet.find("mine", files.priors()).digest();
    files
        .importer()
        .run(
            new ImportRequest(
                "other",
                null,
                files.pipeline(),
                files.clip(),
                files.vgg(),
                files.lin(),
                null,
                files.world(),
                Precision.FLOAT32),
            false);
    String manifest = Files.readString(files.priors().resolve("other/prior.json"));
    assertThat(Files.readString(files.priors().resolve("mine/prior.json")))
        .isEqualTo(manifest.replace("\"other\"", "\"mine\""));
    assertThat(step).isEqualTo(last.digest());
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    ImportReport report = files.importer().run(files.all(Precision.FLOAT16), true);

    assertThat(report.digest()).isNull();
    assertThat(report.bytes()).isPositive();
    assertThat(report.parts()).hasSize(4);
    assertThat(files.priors().resolve("mine")).doesNotExist();
  }

  @Test
  void keepsFewerBitsIfAsked() throws IOException {
    long whole = files.importer().run(files.all(Precision.FLOAT32), false).bytes();
    for (Precision precision : List.of(Precision.FLOAT16, Precision.BFLOAT16)) {
      assertThat(files.importer().run(files.all(precision), false).bytes())
          .isLessThan(whole * 3 / 4);
      PriorSet set = PriorSet.find("mine", files.priors());
      assertThat(set.content("unet").precision())
          .isEqualTo(precision == Precision.FLOAT16 ? "F16" : "BF16");
      assertThat(PriorCheck.of(set)).allSatisfy(f -> assertThat(f.problems()).isEmpty());
    }
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
        files
            .importer()
            .run(
                new ImportRequest(
                    "mine", pickle, null, null, null, null, null, Map.of(), Precision.FLOAT32),
                false);

    Eg3dCheckpoint checkpoint = Eg3dCheckpoint.open(pickle);
    PriorSet set = PriorSet.find("mine", files.priors());
    assertThat(set.config("eg3d", Eg3dConfig.class)).isEqualTo(checkpoint.config());
    assertThat(set.config("i2t", ImageToTriplane.Config.class).imageSize()).isEqualTo(32);
    assertThat(PriorCheck.of(set))
        .filteredOn(finding -> finding.name().equals("eg3d"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.problems()).isEmpty());
    assertThat(report.missing()).doesNotContain(PriorPart.EG3D).contains(PriorPart.EDIT);
    assertThat(SourceFiles.of(files.priors().resolve("mine")).values())
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
