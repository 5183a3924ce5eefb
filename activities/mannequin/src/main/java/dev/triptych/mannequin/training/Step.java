package dev.triptych.mannequin.training;

/** The trainings, in an order in which each finds what it needs. */
public enum Step {
  /** Pairs of plain and styled portraits. */
  RENDER_PAIRS,
  /** CLIP and the LPIPS features; needs the pairs. */
  CLIP,
  /** The autoencoder; needs the pairs and CLIP's step. */
  VAE,
  /** InstructPix2Pix's denoiser; needs the pairs, CLIP's step and the autoencoder. */
  UNET,
  /** Latent to style vector. */
  MAPPING,
  /** The 3D generator; needs the pairs and the mapping. */
  EG3D,
  /** The image-to-triplane network; needs the 3D generator. */
  I2T;

  /** Name of the step's folder and result. */
  public String slug() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
