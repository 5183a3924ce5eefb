package dev.triptych.workflows.priors;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** The trainings behind the bundled prior set, and what each needs of the others. */
public enum PriorStep {
  /** Pairs of plain and styled renders of random identities, with captions. */
  RENDER_PAIRS("render-pairs"),
  /** CLIP and the features of LPIPS, trained together. */
  CLIP("clip"),
  VAE("vae"),
  UNET("unet"),
  /** z to w, so that w explains the looks before anything is rendered. */
  MAPPING("mapping"),
  EG3D("eg3d"),
  /** The I2T network's pre-training with the default shape. */
  I2T("i2t");

  private final String slug;

  PriorStep(String slug) {
    this.slug = slug;
  }

  @JsonValue
  public String slug() {
    return slug;
  }

  /** The steps whose results this one takes, in this order. */
  public List<PriorStep> needs() {
    return switch (this) {
      case RENDER_PAIRS, MAPPING -> List.of();
      case CLIP -> List.of(RENDER_PAIRS);
      case VAE -> List.of(RENDER_PAIRS, CLIP);
      case UNET -> List.of(RENDER_PAIRS, CLIP, VAE);
      case EG3D -> List.of(RENDER_PAIRS, MAPPING);
      case I2T -> List.of(EG3D);
    };
  }
}
