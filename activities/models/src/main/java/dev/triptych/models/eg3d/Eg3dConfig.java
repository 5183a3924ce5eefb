package dev.triptych.models.eg3d;

import java.util.List;

/**
 * Every size of an EG3D generator.
 *
 * @param zDim latent numbers
 * @param cDim numbers of the conditioning camera; 0 for an unconditioned mapping
 * @param wDim style numbers
 */
public record Eg3dConfig(
    int zDim,
    int cDim,
    int wDim,
    Mapping.Config mapping,
    Backbone.Config backbone,
    OsgDecoder.Config decoder,
    VolumeRenderer.Config rendering,
    SuperResolution.Config superResolution,
    Camera.Rig cameras) {
  public Eg3dConfig {
    if (zDim < 1 || wDim < 1 || (cDim != 0 && cDim != Camera.LABEL)) {
      throw new IllegalArgumentException(
          "z, c and w of " + zDim + ", " + cDim + ", " + wDim + "; c is 0 or " + Camera.LABEL);
    }
  }

  /** NVIDIA's ffhqrebalanced512-128 checkpoint. */
  public static Eg3dConfig ffhq512() {
    return new Eg3dConfig(
        512,
        Camera.LABEL,
        512,
        new Mapping.Config(2, 512, 0.01),
        new Backbone.Config(Backbone.Config.widths(32768, 512, 256), 32, false),
        new OsgDecoder.Config(64, 1, PlaneLayout.PUBLIC_EG3D, 1, 0),
        new VolumeRenderer.Config(2.25, 3.3, 48, 48, false, 128),
        new SuperResolution.Config(
            128,
            List.of(new SuperResolution.Block(256, true), new SuperResolution.Block(128, true)),
            256,
            true,
            false),
        Camera.Rig.FFHQ);
  }

  /** Pixels of the final image's side. */
  public int imageSize() {
    return superResolution.imageSize();
  }
}
