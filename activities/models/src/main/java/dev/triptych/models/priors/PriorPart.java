package dev.triptych.models.priors;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The parts that make a prior set whole. Each is imported, replaced or taken from another set as
 * one.
 */
public enum PriorPart {
  /** The 3D GAN, and the shape of the image-to-triplane network that mirrors it. */
  EG3D("--eg3d FILE.pkl", List.of("eg3d"), List.of("eg3d", "i2t")),
  /** The editor; without a text encoder of its own it listens to CLIP's text tower. */
  EDIT("--edit DIR", List.of("unet", "vae"), List.of("unet", "vae", "text", "scheduler")),
  /** What scores portraits. */
  CLIP("--clip DIR", List.of("clip"), List.of("clip", "preprocessor")),
  /** The perceptual distance of fine-tuning. */
  LPIPS("--lpips-vgg FILE --lpips-lin FILE", List.of("lpips"), List.of("lpips")),
  /** The vocabulary of editor and CLIP; it comes with either. */
  TOKENIZER("--tokenizer DIR", List.of("vocab", "merges"), List.of("vocab", "merges", "tokenizer"));

  private final String option;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> needed;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> roles;

  PriorPart(String option, List<String> needed, List<String> roles) {
    this.option = option;
    this.needed = needed;
    this.roles = roles;
  }

  /** The parts of which a set lacks a file. */
  public static List<PriorPart> missing(PriorManifest manifest) {
    return Arrays.stream(values())
        .filter(part -> !manifest.files().keySet().containsAll(part.needed))
        .toList();
  }

  /** What {@code priors import} takes for it. */
  public String option() {
    return option;
  }

  /** Roles of its files and configurations, as {@link Networks} lists them. */
  public List<String> roles() {
    return roles;
  }

  /** Its name in options and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
