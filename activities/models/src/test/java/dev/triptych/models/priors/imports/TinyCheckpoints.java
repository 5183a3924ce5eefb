package dev.triptych.models.priors.imports;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.TinyDiffusion;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Tiny;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Checkpoints in the layouts that people download, of networks of a few thousand weights. */
final class TinyCheckpoints {
  static final UNet2DConditionModel.Config UNET = TinyDiffusion.UNET;
  static final AutoencoderKL.Config VAE =
      new AutoencoderKL.Config(3, 3, List.of(8, 16), 1, 4, 4, 0.5, true, 1);
  static final TextEncoder.Config TEXT = TinyDiffusion.TEXT;
  static final ClipModel.Config CLIP =
      new ClipModel.Config(
          new TextEncoder.Config(20, 8, 16, 1, 2, 6, "quick_gelu", 19),
          new VisionEncoder.Config(8, 16, 1, 2, 16, 8, "quick_gelu"),
          6);
  static final Lpips.Config LPIPS = new Lpips.Config(List.of(4, 4), List.of(1, 1), 1e-3);
  static final LatentDiffusionEditor ORIGINAL =
      new LatentDiffusionEditor(UNET, VAE, TEXT, Ddim.Config.stableDiffusion());
  static final JsonMapper JSON = JsonMapper.builder().build();

  private TinyCheckpoints() {}

  /** A pipeline of diffusers. */
  static Path pipeline(Path folder) throws IOException {
    write(
        folder.resolve("model_index.json"),
        """
        {"_class_name": "StableDiffusionInstructPix2PixPipeline",
         "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
         "text_encoder": ["transformers", "CLIPTextModel"], "safety_checker": [null, null]}
        """);
    ObjectNode unet = json(UNET).put("act_fn", "silu").put("sample_size", 4);
    unet.putArray("up_block_types").add("CrossAttnUpBlock2D").add("CrossAttnUpBlock2D");
    write(folder.resolve("unet/config.json"), unet.toString());
    write(folder.resolve("vae/config.json"), json(VAE).put("act_fn", "silu").toString());
    write(folder.resolve("text_encoder/config.json"), json(TEXT).toString());
    write(
        folder.resolve("scheduler/scheduler_config.json"),
        """
        {"_class_name": "EulerAncestralDiscreteScheduler", "beta_schedule": "scaled_linear",
         "beta_start": 0.00085, "beta_end": 0.012, "num_train_timesteps": 1000,
         "trained_betas": null, "skip_prk_steps": true}
        """);
    tokenizer(folder.resolve("tokenizer"));
    String name = "diffusion_pytorch_model.safetensors";
    weights(
        folder.resolve("unet").resolve(name), 1, w -> new UNet2DConditionModel(w, UNET), n -> true);
    weights(folder.resolve("vae").resolve(name), 2, w -> new AutoencoderKL(w, VAE), n -> true);
    weights(
        folder.resolve("text_encoder/model.safetensors"),
        3,
        w -> new TextEncoder(w.at("text_model"), TEXT),
        n -> true);
    return folder;
  }

  /** A CLIP of transformers. */
  static Path clip(Path folder) throws IOException {
    write(folder.resolve("config.json"), json(CLIP).toString());
    write(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"shortest_edge": 16}, "crop_size": {"height": 16, "width": 16}, "resample": 3,
         "do_resize": true, "image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.3, 0.4]}
        """);
    tokenizer(folder);
    weights(folder.resolve("model.safetensors"), 4, w -> new ClipModel(w, CLIP), n -> true);
    return folder;
  }

  static void tokenizer(Path folder) throws IOException {
    write(folder.resolve("vocab.json"), vocab(18).toString());
    write(folder.resolve("merges.txt"), "#version: 0.2\na b\nab c\n");
  }

  /** {@code count} symbols and the two special tokens. */
  static ObjectNode vocab(int count) {
    ObjectNode vocab = JSON.createObjectNode();
    for (int i = 0; i < count; i++) {
      vocab.put(String.valueOf((char) ('a' + i)), i);
    }
    return vocab.put("<|startoftext|>", count).put("<|endoftext|>", count + 1);
  }

  static Path vgg(Path file) throws IOException {
    return weights(file, 5, w -> new Lpips(w, LPIPS), n -> n.startsWith("features."));
  }

  static Path lin(Path file) throws IOException {
    return weights(file, 5, w -> new Lpips(w, LPIPS), n -> n.startsWith("lin"));
  }

  /**
   * A set {@code world} with a generator for pictures of 8 pixels, and an image-to-triplane shape.
   */
  static void world(Path priors) throws IOException {
    Path folder = priors.resolve("world");
    SetWriter writer = new SetWriter(folder);
    Path file =
        weights(priors.resolve("world.tmp"), 6, w -> new Eg3dGenerator(w, Tiny.CONFIG), n -> true);
    PriorManifest.Entry entry = writer.write("eg3d", "safetensors", out -> Files.copy(file, out));
    Files.delete(file);
    writer.replace(
        "prior.json",
        new PriorManifest(
                1,
                "world",
                "a generator",
                8,
                Map.of(
                    "eg3d",
                    JSON.<JsonNode>valueToTree(Tiny.CONFIG),
                    "i2t",
                    JSON.<JsonNode>valueToTree(Eg3dReader.imageToTriplane(Tiny.CONFIG))),
                Map.of("eg3d", entry),
                JSON.readTree("{\"identity\": {\"truncationPsi\": 0.25}}"),
                false)
            .toJson());
  }

  static Ddim.Config scheduler() {
    return Ddim.Config.stableDiffusion();
  }

  static ImagePreprocessor.Config preprocessor() {
    return new ImagePreprocessor.Config(16, List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4));
  }

  static <N> Path weights(
      Path file, long seed, Function<Weights, N> network, Predicate<String> chosen)
      throws IOException {
    try (NDManager manager = Torch.newManager()) {
      SafetensorsWriter.write(
          file,
          new LinkedHashMap<>(
              Weights.random(seed, manager, network).state().only(chosen).tensors()),
          Map.of(),
          Precision.FLOAT32);
    }
    return file;
  }

  static ObjectNode json(Object config) {
    return JSON.valueToTree(config);
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
