package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.diffusion.AutoencoderKL;
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
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.Weights;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.priors.PriorRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A prior set of small networks with random weights, written to a folder. */
final class TinyPriors {
  static final String NAME = "tiny";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKENS = 8;

  private final Path folder;
  private final Map<String, JsonNode> networks = new TreeMap<>();
  private final Map<String, PriorManifest.Entry> files = new TreeMap<>();

  private TinyPriors(Path folder) {
    this.folder = folder;
  }

  /** Writes the set to {@code parent/tiny}. */
  static PriorRef write(Path parent) throws IOException {
    TinyPriors priors = new TinyPriors(Files.createDirectories(parent.resolve(NAME)));
    Vocabulary vocabulary = priors.vocabulary();
    Eg3dConfig generator = generator();
    priors.network("eg3d", generator, weights -> new Eg3dGenerator(weights, generator));
    Lpips.Config lpips = new Lpips.Config(List.of(4, 8), List.of(1, 1), 1e-3);
    priors.network("lpips", lpips, weights -> new Lpips(weights, lpips));
    ClipModel.Config clip =
        new ClipModel.Config(
            new TextEncoder.Config(
                vocabulary.size(), 16, 32, 1, 2, TOKENS, "quick_gelu", vocabulary.end()),
            new VisionEncoder.Config(16, 32, 1, 2, 64, 16, "quick_gelu"),
            16);
    priors.network("clip", clip, weights -> new ClipModel(weights, clip));
    AutoencoderKL.Config vae = new AutoencoderKL.Config(3, 3, List.of(8, 8), 1, 4, 4, 1, false, 2);
    priors.network("vae", vae, weights -> new AutoencoderKL(weights, vae));
    UNet2DConditionModel.Config unet =
        new UNet2DConditionModel.Config(
            8,
            4,
            List.of(8, 8),
            1,
            List.of("CrossAttnDownBlock2D", "DownBlock2D"),
            List.of(2),
            16,
            4,
            "default");
    priors.network("unet", unet, weights -> new UNet2DConditionModel(weights, unet));
    priors.configure("i2t", imageToTriplane());
    priors.configure("scheduler", Ddim.Config.stableDiffusion());
    priors.configure("preprocessor", ImagePreprocessor.Config.centred(64));
    priors.configure("tokenizer", new Networks.TokenizerConfig(TOKENS));
    return priors.finish();
  }

  private static Eg3dConfig generator() {
    return new Eg3dConfig(
        16,
        0,
        16,
        new Mapping.Config(2, 16, 1),
        new Backbone.Config(List.of(16, 16, 16, 16), 4, true),
        new OsgDecoder.Config(8, 0.7, PlaneLayout.ORTHOGONAL, 20, -2),
        new VolumeRenderer.Config(2.30, 3.08, 8, 0, true, 32),
        new SuperResolution.Config(
            32,
            List.of(new SuperResolution.Block(8, false), new SuperResolution.Block(4, true)),
            0,
            false,
            true),
        new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL));
  }

  private static ImageToTriplane.Config imageToTriplane() {
    return new ImageToTriplane.Config(
        64, List.of(8, 8, 8, 8), 8, true, 8, List.of(16, 16, 16, 16), 12, 1, true);
  }

  private Vocabulary vocabulary() throws IOException {
    Vocabulary vocabulary = Vocabulary.of(List.of());
    try (OutputStream vocab = Files.newOutputStream(folder.resolve("vocab.json"));
        OutputStream merges = Files.newOutputStream(folder.resolve("merges.txt"))) {
      vocabulary.writeVocab(vocab);
      vocabulary.writeMerges(merges);
    }
    enter("vocab", "vocab.json");
    enter("merges", "merges.txt");
    return vocabulary;
  }

  private <N> void network(String role, Object config, Function<Weights, N> build)
      throws IOException {
    configure(role, config);
    String file = role + ".safetensors";
    try (NDManager manager = Torch.newManager()) {
      SafetensorsWriter.write(
          folder.resolve(file),
          Weights.random(1, manager, build).state().tensors(),
          Map.of(),
          Precision.FLOAT16);
    }
    enter(role, file);
  }

  private void configure(String role, Object config) {
    networks.put(role, JSON.valueToTree(config));
  }

  private void enter(String role, String file) throws IOException {
    Path path = folder.resolve(file);
    files.put(role, new PriorManifest.Entry(file, Digests.sha256(path), Files.size(path)));
  }

  private PriorRef finish() throws IOException {
    PriorManifest manifest =
        new PriorManifest(
            1, NAME, "For tests.", 64, networks, files, JSON.createObjectNode(), false);
    Files.writeString(folder.resolve("prior.json"), manifest.toJson());
    return new PriorRef(NAME, PriorSet.open(folder).digest());
  }
}
