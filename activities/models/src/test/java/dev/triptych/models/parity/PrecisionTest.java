package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * How far frozen networks in bf16 are from the reference implementations in float32. The fixtures
 * beside this test are read, or those of the folder that {@code -Dtriptych.parity=FOLDER} names.
 */
class PrecisionTest {
  /** The root of the mean square error, in standard deviations of what is expected. */
  private static final double BOUND = 0.06; // bf16 rounds to 2^-9; layers and steps add up

  /** What a network makes of a fixture's inputs, by the name of the expected tensor. */
  private interface Run {
    Map<String, NDArray> outputs(Fixture fixture, NDManager manager);
  }

  private static final Map<String, Run> RUNS =
      Map.of(
          "UNet2DConditionModel", PrecisionTest::unet,
          "AutoencoderKL", PrecisionTest::autoencoder,
          "CLIPTextModel", PrecisionTest::text,
          "CLIPModel", PrecisionTest::clip,
          "InstructPix2Pix", PrecisionTest::edit);

  @TestFactory
  Stream<DynamicTest> bf16StaysCloseToFloat32() throws IOException, URISyntaxException {
    boolean supported = Precision.BF16.runsOn(Device.cpu());
    if (!supported) {
      System.out.println("skipped: this processor has no bf16");
    }
    assumeTrue(supported, "this processor has no bf16");
    List<Fixture> fixtures =
        ParityTest.fixtures().stream().filter(f -> RUNS.containsKey(f.network())).toList();
    assertThat(fixtures).isNotEmpty();
    return fixtures.stream().map(f -> DynamicTest.dynamicTest(f.toString(), () -> check(f)));
  }

  private static void check(Fixture fixture) {
    System.out.println(fixture);
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      RUNS.get(fixture.network())
          .outputs(fixture, manager)
          .forEach((name, actual) -> check(fixture, name, actual));
    }
  }

  private static void check(Fixture fixture, String name, NDArray actual) {
    float[] expected = fixture.read(name, actual.getManager()).toFloatArray();
    float[] given = actual.toFloatArray();
    double mean = 0;
    for (float value : expected) {
      mean += value / (double) expected.length;
    }
    double variance = 0;
    double square = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = (double) given[i] - expected[i];
      variance += (expected[i] - mean) * (expected[i] - mean) / expected.length;
      square += error * error / expected.length;
      largest = Math.max(largest, Math.abs(error));
    }
    double deviation = Math.sqrt(variance);
    double error = Math.sqrt(square) / deviation;
    System.out.printf(
        Locale.ROOT,
        "  %-22s error %.4f, largest %.4f standard deviations%n",
        name,
        error,
        largest / deviation);
    assertThat(error).as("error of %s of %s in bf16", name, fixture).isLessThan(BOUND);
  }

  private static <N> N frozen(Fixture fixture, NDManager manager, Function<Weights, N> build) {
    return Weights.generate(
            fixture.weights(), manager, weights -> build.apply(weights.frozen(Precision.BF16)))
        .network();
  }

  private static Map<String, NDArray> unet(Fixture fixture, NDManager manager) {
    UNet2DConditionModel.Config config =
        Fixture.config(fixture.config(), UNet2DConditionModel.Config.class);
    UNet2DConditionModel unet =
        frozen(fixture, manager, weights -> new UNet2DConditionModel(weights, config));
    return Map.of("output.epsilon", UNetParity.epsilon(fixture, unet, manager));
  }

  private static Map<String, NDArray> autoencoder(Fixture fixture, NDManager manager) {
    AutoencoderKL.Config config = Fixture.config(fixture.config(), AutoencoderKL.Config.class);
    AutoencoderKL autoencoder =
        frozen(fixture, manager, weights -> new AutoencoderKL(weights, config));
    return Map.of(
        "output.mean", autoencoder.encode(fixture.read("input.image", manager)).mean(),
        "output.image", autoencoder.decode(fixture.read("input.latent", manager)));
  }

  private static Map<String, NDArray> text(Fixture fixture, NDManager manager) {
    TextEncoder.Config config = Fixture.config(fixture.config(), TextEncoder.Config.class);
    TextEncoder text =
        frozen(fixture, manager, weights -> new TextEncoder(weights.at("text_model"), config));
    NDArray ids = manager.create(fixture.readLongs("input.ids"), fixture.shape("input.ids"));
    return Map.of("output.hidden", text.forward(ids));
  }

  private static Map<String, NDArray> clip(Fixture fixture, NDManager manager) {
    JsonNode json = fixture.config();
    ClipModel.Config config =
        new ClipModel.Config(
            Fixture.config(json.path("text"), TextEncoder.Config.class),
            Fixture.config(json.path("vision"), VisionEncoder.Config.class),
            json.path("projection_dim").asInt());
    ClipModel clip = frozen(fixture, manager, weights -> new ClipModel(weights, config));
    NDArray ids = manager.create(fixture.readLongs("input.ids"), fixture.shape("input.ids"));
    return Map.of(
        "output.image_embeds", clip.embedImages(fixture.read("input.pixels", manager)),
        "output.text_embeds", clip.embedTexts(ids));
  }

  private static Map<String, NDArray> edit(Fixture fixture, NDManager manager) {
    InstructPix2Pix.Edited edited = EditParity.edit(fixture, manager, Precision.BF16);
    return Map.of("output.latent", edited.latents(), "output.image", edited.image());
  }
}
