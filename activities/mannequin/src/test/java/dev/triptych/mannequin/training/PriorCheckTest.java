package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.priors.PriorCheck;
import dev.triptych.models.priors.PriorCheck.Finding;
import dev.triptych.models.priors.PriorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks copies of the bundled set, each with another damage. */
class PriorCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path set;
  private ObjectNode manifest;

  @BeforeEach
  void copy() throws IOException {
    set = Files.createDirectories(folder.resolve(MannequinTraining.SET));
    manifest = (ObjectNode) JSON.readTree(bundled("prior.json"));
    for (var file : manifest.path("files")) {
      String path = file.path("path").textValue();
      Files.write(set.resolve(path), bundled(path));
    }
  }

  @Test
  void findsTheBundledSetSound() {
    List<Finding> findings = PriorCheck.of(PriorSet.find(MannequinTraining.SET, null));

    assertThat(findings).allSatisfy(f -> assertThat(f.problems()).as(f.name()).isEmpty());
    assertThat(findings)
        .extracting(Finding::name)
        .contains("clip.safetensors", "eg3d", "vae", "unet", "clip", "lpips", "i2t", "tokenizer");
  }

  @Test
  void namesTheTensorWithANumberThatIsNone() throws IOException {
    damageLastNumber("eg3d.safetensors", 0x7e00);
    damageLastNumber("i2t.safetensors", 0x7c00);
    damageLastNumber("unet.safetensors", 0xfc00);

    String damage = String.join("\n", damages(sealed()));

    assertThat(damage.lines())
        .hasSize(3)
        .allMatch(
            line ->
                line.matches(
                    "file .*cannot be used \\(tensor \\S+: number \\d+ of its \\d+ is .*\\): "
                        + set
                        + "/\\S+\\.safetensors\\. Remove .*triptych priors train.*"));
    assertThat(damage)
        .contains(
            "is NaN): " + set.resolve("eg3d.safetensors"),
            "is infinite): " + set.resolve("i2t.safetensors"),
            "is minus infinite): " + set.resolve("unet.safetensors"));
  }

  @Test
  void findsNetworksThatDoNotFitTheirTensors() throws IOException {
    network("vae", config -> config.put("latent_channels", 8));
    network("lpips", config -> config.withArray("widths").remove(3));
    network("eg3d", config -> config.put("zDim", "sixty-four"));
    network("i2t", config -> config.remove("channels"));

    assertThat(damages(sealed()))
        .hasSize(4)
        .anyMatch(d -> d.startsWith("network eg3d") && d.contains("zDim must be a whole number"))
        .anyMatch(
            d ->
                d.startsWith("network vae")
                    && d.contains("mis-shaped")
                    && d.contains("priors train"))
        .anyMatch(d -> d.startsWith("network lpips") && d.contains("must have one entry per level"))
        .anyMatch(d -> d.startsWith("network i2t") && d.contains("lacks a field"));
  }

  @Test
  void findsWhatIsMissing() throws IOException {
    ((ObjectNode) manifest.path("files")).remove("lpips");
    ((ObjectNode) manifest.path("networks")).remove("scheduler");
    Files.delete(set.resolve("merges.txt"));

    assertThat(damages(write()))
        .hasSize(3)
        .anyMatch(d -> d.startsWith("file merges.txt") && d.contains("it is not there"))
        .anyMatch(d -> d.startsWith("network lpips") && d.contains("has no file"))
        .anyMatch(d -> d.startsWith("network scheduler") && d.contains("has no network"));
  }

  @Test
  void findsAVocabularyThatIsNone() throws IOException {
    Files.writeString(set.resolve("vocab.json"), "{\"a\": \"b\"}");
    assertThat(damages(sealed()))
        .singleElement()
        .asString()
        .startsWith("network tokenizer")
        .contains("a must be a whole number")
        .doesNotContain("java", "Source");
    Files.writeString(set.resolve("vocab.json"), "{\"a\": 1}");
    assertThat(damages(sealed())).singleElement().asString().contains("lacks <|startoftext|>");
  }

  private void network(String role, Consumer<ObjectNode> change) {
    change.accept((ObjectNode) manifest.path("networks").path(role));
  }

  private void damageLastNumber(String file, int bits) throws IOException {
    byte[] bytes = Files.readAllBytes(set.resolve(file));
    bytes[bytes.length - 2] = (byte) bits;
    bytes[bytes.length - 1] = (byte) (bits >> 8);
    Files.write(set.resolve(file), bytes);
  }

  /** The set with the digests of its files as they are. */
  private PriorSet sealed() throws IOException {
    for (var file : manifest.path("files")) {
      byte[] bytes = Files.readAllBytes(set.resolve(file.path("path").textValue()));
      ((ObjectNode) file).put("sha256", sha256(bytes)).put("bytes", bytes.length);
    }
    return write();
  }

  private PriorSet write() throws IOException {
    Files.writeString(set.resolve("prior.json"), manifest.toString(), StandardCharsets.UTF_8);
    return PriorSet.find(MannequinTraining.SET, folder);
  }

  private static List<String> damages(PriorSet set) {
    return PriorCheck.of(set).stream()
        .flatMap(f -> f.problems().stream().map(p -> f.kind() + " " + f.name() + ": " + p))
        .toList();
  }

  private static byte[] bundled(String name) throws IOException {
    try (InputStream in =
        MannequinTraining.class.getResourceAsStream("../" + MannequinTraining.SET + "/" + name)) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
