package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;

/**
 * Names of the original Stable Diffusion code to those of diffusers and transformers. Tensors whose
 * names are of neither keep them, so that loading a network names them as unexpected.
 */
public final class LatentDiffusionNames {
  private static final String UNET = "model.diffusion_model.";
  private static final String AVERAGED = "model_ema.";
  private static final String VAE = "first_stage_model.";
  private static final String TEXT = "cond_stage_model.transformer.";

  private LatentDiffusionNames() {}

  /** Whether a checkpoint is one of the original code: it has all three networks in one file. */
  public static boolean matches(TensorSource checkpoint) {
    return checkpoint.names().stream().anyMatch(name -> name.startsWith(UNET));
  }

  /** Whether the file has the UNet's weights averaged over its training; they are preferred. */
  public static boolean isAveraged(TensorSource checkpoint) {
    return checkpoint.names().stream()
        .anyMatch(name -> name.startsWith(UNET) && checkpoint.shape(averaged(name)) != null);
  }

  /** The averaged twin of a tensor loses its dots: the original code cannot have them there. */
  private static String averaged(String name) {
    return AVERAGED + name.substring("model.".length()).replace(".", "");
  }

  /**
   * The UNet, under diffusers' names: its weights averaged over the training where the file has
   * them, as the original code samples with them.
   *
   * @throws WeightsException if there is none
   */
  public static TensorSource unet(TensorSource checkpoint) {
    UNetNames names = UNetNames.of(checkpoint.below(UNET).names());
    Selection unet = new Selection(checkpoint.origin());
    for (String name : checkpoint.names()) {
      if (name.startsWith(UNET)) {
        String twin = averaged(name);
        unet.add(
            names.today(name.substring(UNET.length())),
            checkpoint,
            checkpoint.shape(twin) != null ? twin : name);
      }
    }
    return found(unet, "UNet (" + UNET + "…)");
  }

  /**
   * The autoencoder, under diffusers' names.
   *
   * @throws WeightsException if there is none
   */
  public static TensorSource vae(TensorSource checkpoint) {
    TensorSource old = checkpoint.below(VAE);
    VaeNames names = VaeNames.of(old.names());
    Selection vae = new Selection(checkpoint.origin());
    for (String name : old.names()) {
      if (name.startsWith("loss.")) { // the discriminator it was trained with
        continue;
      }
      String today = names.today(name);
      if (today.contains(".attentions.")) {
        AutoencoderNames.addAttention(vae, today, old, name);
      } else {
        vae.add(today, old, name);
      }
    }
    return found(vae, "autoencoder (" + VAE + "…)");
  }

  /**
   * The text encoder, under the names that {@code TextEncoder} asks for.
   *
   * @throws WeightsException if there is none, or that of Stable Diffusion 2
   */
  public static TensorSource textEncoder(TensorSource checkpoint) {
    if (checkpoint.shape("cond_stage_model.model.positional_embedding") != null) {
      throw new WeightsException(
          "The text encoder is OpenCLIP's, as in Stable Diffusion 2, which is not supported",
          checkpoint.origin());
    }
    TensorSource text = TextEncoderNames.today(checkpoint.below(TEXT));
    if (text.names().isEmpty()) {
      throw new WeightsException("There is no text encoder (" + TEXT + "…)", checkpoint.origin());
    }
    return text;
  }

  private static TensorSource found(Selection part, String what) {
    if (part.isEmpty()) {
      throw new WeightsException("There is no " + what, part.origin());
    }
    return part;
  }
}
