package dev.triptych.models.priors;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.DistilledScore;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.json.JsonTrouble;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a prior set as one step uses them: each is loaded when it is first asked for,
 * unless another step has done so, and frozen. It stays until this is closed; nothing that came
 * from it may be used afterwards. Safe for several threads.
 *
 * <p>Roles of files and configurations: {@code eg3d}, {@code unet}, {@code vae}, {@code scheduler},
 * {@code text} (absent when the editor listens to CLIP's own text tower), {@code clip}, {@code
 * preprocessor}, {@code lpips}, {@code i2t}, {@code vocab}, {@code merges}, {@code tokenizer}.
 */
public final class Networks implements AutoCloseable {
  /** Length of texts in tokens. */
  public record TokenizerConfig(int maxLength) {}

  private final PriorSet priors;
  private final NetworkPool pool;
  private final boolean owner;
  private final Map<String, Object> used = new HashMap<>();

  /** Networks on the processor. */
  public Networks(PriorSet priors) {
    this(priors, Device.cpu());
  }

  /**
   * @param device that has the weights, and computes
   */
  public Networks(PriorSet priors, Device device) {
    this(priors, new NetworkPool(device, Long.MAX_VALUE), true);
  }

  /**
   * Networks of a pool, shared with its other users.
   *
   * @param pool of this set's networks alone
   */
  public Networks(PriorSet priors, NetworkPool pool) {
    this(priors, pool, false);
  }

  private Networks(PriorSet priors, NetworkPool pool, boolean owner) {
    this.priors = priors;
    this.pool = pool;
    this.owner = owner;
  }

  /** A new root manager on the networks' device, for what goes in and comes out. */
  public NDManager newManager() {
    return Torch.newManager(pool.device());
  }

  public PriorSet priors() {
    return priors;
  }

  public Eg3dGenerator generator() {
    Eg3dConfig config = priors.config("eg3d", Eg3dConfig.class);
    return network("eg3d", weights -> new Eg3dGenerator(weights.frozen(), config));
  }

  /**
   * The generator with weights of its own, which may be changed.
   *
   * @param manager owner of the weights
   */
  public Model<Eg3dGenerator> ownGenerator(NDManager manager) {
    Eg3dConfig config = priors.config("eg3d", Eg3dConfig.class);
    return Weights.load(priors.tensors("eg3d"), manager, w -> new Eg3dGenerator(w, config));
  }

  /**
   * A generator of this set's sizes out of weights of another place, frozen.
   *
   * @param manager owner of the weights
   */
  public Model<Eg3dGenerator> generatorOf(TensorSource weights, NDManager manager) {
    Eg3dConfig config = priors.config("eg3d", Eg3dConfig.class);
    return Weights.load(weights, manager, w -> new Eg3dGenerator(w.frozen(), config));
  }

  public Lpips lpips() {
    Lpips.Config config = priors.config("lpips", Lpips.Config.class);
    return network("lpips", weights -> new Lpips(weights.frozen(), config));
  }

  public ClipModel clip() {
    return clip(Precision.FP32);
  }

  private ClipModel clip(Precision precision) {
    ClipModel.Config config = priors.config("clip", ClipModel.Config.class);
    return frozen("clip", precision, weights -> new ClipModel(weights, config));
  }

  public Tokenizer tokenizer() {
    return use("tokenizer", () -> new NetworkPool.Load<>(0, manager -> tokenizer(priors)));
  }

  /**
   * The tokenizer of a set, which needs none of its networks.
   *
   * @throws PriorException if the set has none, or one that cannot be used
   */
  public static Tokenizer tokenizer(PriorSet priors) {
    try {
      Vocabulary vocabulary =
          Vocabulary.read(
              new ByteArrayInputStream(priors.bytes("vocab")),
              new ByteArrayInputStream(priors.bytes("merges")));
      return new Tokenizer(
          vocabulary, priors.config("tokenizer", TokenizerConfig.class).maxLength());
    } catch (IOException | IllegalArgumentException e) {
      String trouble =
          e instanceof JsonProcessingException json ? JsonTrouble.of(json) : e.getMessage();
      throw priors.unusableVocabulary(String.valueOf(trouble), e);
    }
  }

  /** CLIP score with this set's CLIP. */
  public ClipScore clipScore(Precision precision) {
    ImagePreprocessor.Config config = priors.config("preprocessor", ImagePreprocessor.Config.class);
    return new ClipScore(clip(precision), tokenizer(), new ImagePreprocessor(config));
  }

  public AutoencoderKL.Config autoencoderConfig() {
    return priors.config("vae", AutoencoderKL.Config.class);
  }

  /** In float32. */
  public InstructPix2Pix editor() {
    return editor(EditorPrecision.FP32);
  }

  public InstructPix2Pix editor(EditorPrecision precision) {
    return new InstructPix2Pix(
        unet(precision.unet()),
        autoencoder(precision.vae()),
        // Prompts are encoded once for many edits, which then do without the text encoder.
        () -> textEncoder(precision.text()),
        scheduler());
  }

  /** The editor's score of images that it is shown without an image to edit. */
  public DistilledScore distilledScore(EditorPrecision precision) {
    AutoencoderKL.Config config = autoencoderConfig();
    return new DistilledScore(
        unet(precision.unet()),
        // Packed weights let no gradient pass.
        use(
            "vae with gradients",
            "vae",
            Float.BYTES,
            weights -> new AutoencoderKL(weights, config)),
        scheduler());
  }

  AutoencoderKL autoencoder(Precision precision) {
    AutoencoderKL.Config config = autoencoderConfig();
    return frozen("vae", precision, weights -> new AutoencoderKL(weights, config));
  }

  UNet2DConditionModel unet(Precision precision) {
    UNet2DConditionModel.Config config = priors.config("unet", UNet2DConditionModel.Config.class);
    return frozen("unet", precision, weights -> new UNet2DConditionModel(weights, config));
  }

  /** The noise schedule and sampler of edits. */
  public Ddim scheduler() {
    return new Ddim(priors.config("scheduler", Ddim.Config.class));
  }

  TextEncoder textEncoder(Precision precision) {
    if (!priors.has("text")) {
      return clip(precision).text();
    }
    TextEncoder.Config config = priors.config("text", TextEncoder.Config.class);
    return frozen("text", precision, weights -> new TextEncoder(weights.at("text_model"), config));
  }

  public ImageToTriplane.Config imageToTriplaneConfig() {
    return priors.config("i2t", ImageToTriplane.Config.class);
  }

  /** The set's own pre-trained image-to-triplane weights, or null if it has none. */
  public @Nullable TensorSource pretrainedImageToTriplane() {
    return priors.has("i2t") ? priors.tensors("i2t") : null;
  }

  private <N> N network(String role, Function<Weights, N> build) {
    return use(role, role, Float.BYTES, build);
  }

  /** One network for each precision that is asked for. */
  private <N> N frozen(String role, Precision precision, Function<Weights, N> build) {
    if (!precision.runsOn(pool.device())) {
      throw new PriorException(
          String.format(
              Locale.ROOT,
              "The network '%s' cannot compute in %s on this machine's %s",
              role,
              precision,
              pool.device()),
          priors.location(),
          "Use fp32 in its place (precision." + role + "), or a machine that has it.");
    }
    return use(
        role + ' ' + precision,
        role,
        precision == Precision.FP32 ? Float.BYTES : Short.BYTES,
        weights -> build.apply(weights.frozen(precision)));
  }

  /**
   * @param width bytes of a number in memory
   */
  private <N> N use(String key, String role, int width, Function<Weights, N> build) {
    return use(
        key,
        () -> {
          TensorSource tensors = priors.tensors(role);
          return new NetworkPool.Load<>(
              width * numbers(tensors), manager -> load(role, tensors, manager, build));
        });
  }

  private static long numbers(TensorSource tensors) {
    long numbers = 0;
    for (String name : tensors.names()) {
      Shape shape = tensors.shape(name);
      numbers += shape == null ? 0 : shape.size();
    }
    return numbers;
  }

  private <N> N load(
      String role, TensorSource tensors, NDManager manager, Function<Weights, N> build) {
    try {
      return Weights.load(tensors, manager, build).network();
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
      // Only the configuration can be the reason: tensors that do not fit are listed otherwise.
      throw priors.misconfigured(role, "no network can be built from it", e);
    }
  }

  @SuppressWarnings("unchecked") // a role is always asked for with one type
  private synchronized <T> T use(String role, Supplier<NetworkPool.Load<T>> load) {
    Object known = used.get(role);
    if (known == null) {
      known = pool.use(this, role, load);
      used.put(role, known);
    }
    return (T) known;
  }

  @Override
  public synchronized void close() {
    pool.leave(used.keySet());
    used.clear();
    if (owner) {
      pool.close();
    }
  }
}
