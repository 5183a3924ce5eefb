package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes a prior set of the trainings' results: half precision, configurations, vocabulary,
 * recommendations, digests.
 */
final class MannequinPacking {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final MannequinTraining results;
  private final Path folder;
  private final Map<String, PriorManifest.Entry> files = new TreeMap<>();

  MannequinPacking(MannequinTraining results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  /**
   * Writes the set into the folder.
   *
   * @param latentDeviation of the autoencoder's latents
   */
  PriorSet pack(double latentDeviation) throws IOException {
    Files.createDirectories(folder);
    TensorSource perception = Safetensors.open(results.clip().result());
    half("clip", perception.below("clip."));
    half("lpips", perception.below("lpips."));
    half("vae", Safetensors.open(results.vae().result()));
    half("unet", Safetensors.open(results.unet().result()));
    half("eg3d", Safetensors.open(results.eg3d().result()));
    half("i2t", Safetensors.open(results.i2t().result()));
    Tokenizer tokenizer = MannequinTraining.tokenizer();
    vocabulary(tokenizer);
    Map<String, JsonNode> networks = new LinkedHashMap<>();
    networks.put("eg3d", JSON.valueToTree(Recipe.generator()));
    networks.put("unet", JSON.valueToTree(Recipe.unet()));
    networks.put("vae", JSON.valueToTree(Recipe.vae(1 / latentDeviation)));
    networks.put("scheduler", JSON.valueToTree(Recipe.scheduler()));
    networks.put("clip", JSON.valueToTree(Recipe.clip(tokenizer)));
    networks.put(
        "preprocessor", JSON.valueToTree(ImagePreprocessor.Config.centred(PortraitBatches.SIZE)));
    networks.put("lpips", JSON.valueToTree(Recipe.lpips()));
    networks.put("i2t", JSON.valueToTree(Recipe.imageToTriplane()));
    networks.put("tokenizer", JSON.valueToTree(new Networks.TokenizerConfig(Recipe.TOKENS)));
    PriorManifest manifest =
        new PriorManifest(
            1,
            MannequinTraining.SET,
            "A procedural head at 64 pixels: tiny EG3D, InstructPix2Pix, CLIP and LPIPS trained on it by this program.",
            PortraitBatches.SIZE,
            networks,
            files,
            recommendations(),
            false);
    Files.writeString(folder.resolve("prior.json"), manifest.toJson());
    return PriorSet.open(folder);
  }

  private static ObjectNode recommendations() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            MannequinPacking.class.getResourceAsStream("recommendations.json"))) {
      return (ObjectNode) JSON.readTree(in);
    }
  }

  private void half(String role, TensorSource source) throws IOException {
    Path file = folder.resolve(role + ".safetensors");
    try (NDManager scope = Torch.newManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      source.names().forEach(name -> tensors.put(name, source.read(name, scope)));
      SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT16);
    }
    enter(role, file);
  }

  private void vocabulary(Tokenizer tokenizer) throws IOException {
    Path vocab = folder.resolve("vocab.json");
    try (OutputStream out = Files.newOutputStream(vocab)) {
      tokenizer.vocabulary().writeVocab(out);
    }
    enter("vocab", vocab);
    Path merges = folder.resolve("merges.txt");
    try (OutputStream out = Files.newOutputStream(merges)) {
      tokenizer.vocabulary().writeMerges(out);
    }
    enter("merges", merges);
  }

  private void enter(String role, Path file) throws IOException {
    try {
      String digest =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
      files.put(
          role, new PriorManifest.Entry(file.getFileName().toString(), digest, Files.size(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
