package dev.triptych.workflows.portrait;

import java.util.Locale;

/**
 * What is measured of pictures. A {@link Metric} is a measure of pictures of one kind. Definition
 * and source are shown in reports.
 */
public enum Measure {
  /** Cosine between picture and caption, section 4.4. */
  CLIP_SCORE(
      "clip_score",
      "CLIP score",
      Unit.COSINE,
      Better.HIGHER,
      "cos(picture, caption) in CLIP's space, neither scaled nor clamped",
      "Hessel et al. 2021; the paper, section 4.4"),

  /** Cosine between the change of the picture and that of the text. */
  CLIP_DIRECTIONAL(
      "clip_directional",
      "CLIP directional",
      Unit.COSINE,
      Better.HIGHER,
      "cos(picture − plain picture, caption − neutral caption) in CLIP's space",
      "Gal et al. 2022, StyleGAN-NADA"),

  /** Zero-shot classification by CLIP; chance is one over the number of styles. */
  STYLE_ACCURACY(
      "style_accuracy",
      "Style accuracy",
      Unit.SHARE,
      Better.HIGHER,
      "share of views to which, of the captions of all styles of the experiment and of the prior"
          + " set, that of the right one is nearest",
      "Radford et al. 2021, zero-shot classification"),

  /** Learned perceptual distance to the edited view at an angle that training has not seen. */
  LPIPS_TO_EDITS(
      "lpips_to_edits",
      "LPIPS to edits",
      Unit.DISTANCE,
      Better.LOWER,
      "LPIPS between a view and the edit at the same angle, which was kept out of training",
      "Zhang et al. 2018"),

  /** Mean absolute difference to the edited view at an angle that training has not seen. */
  L1_TO_EDITS(
      "l1_to_edits",
      "L1 to edits",
      Unit.COLOUR,
      Better.LOWER,
      "mean absolute difference between a view and the edit at the same angle, which was kept out"
          + " of training",
      "the paper's equation 5, on held-out views"),

  /** LPIPS to the head's own picture in the style. */
  LPIPS_TO_TRUTH(
      "lpips_to_truth",
      "LPIPS to truth",
      Unit.DISTANCE,
      Better.LOWER,
      "LPIPS between a view and the styled head itself, drawn from the same angle",
      "Zhang et al. 2018"),

  /** Mean absolute difference to the head's own picture in the style. */
  L1_TO_TRUTH(
      "l1_to_truth",
      "L1 to truth",
      Unit.COLOUR,
      Better.LOWER,
      "mean absolute difference between a view and the styled head itself, drawn from the same"
          + " angle",
      "the mannequin's head is known"),

  /** Whether eyes, nose and mouth are where they belong: CLIP does not miss them. */
  FACE_SCORE(
      "face_score",
      "Face score",
      Unit.CORRELATION,
      Better.HIGHER,
      "correlation, within the box of the face, between the high-passed luminances of a view and of"
          + " the styled head itself",
      "template matching by normalised correlation; luminance of ITU-R BT.601"),

  /** How much of a surface changes its colour from one view to the next. */
  CONSISTENCY_L1(
      "consistency_l1",
      "View L1",
      Unit.COLOUR,
      Better.LOWER,
      "mean absolute difference between a view and its neighbour, which is warped into it by the"
          + " rendered depth; where both depths agree, that is, without what one of them hides. Edits"
          + " are warped by the plain face's depth: their variation from view to view",
      "Lai et al. 2018, warping error, with depth in place of optical flow"),

  /** The same as a ratio of signal to noise. */
  CONSISTENCY_PSNR(
      "consistency_psnr",
      "View PSNR",
      Unit.DECIBEL,
      Better.HIGHER,
      "peak signal-to-noise ratio of the same pixels; at most 58.9, the noise of 8 bits",
      "as view L1"),

  /** How bumpy the surface is. */
  ROUGHNESS(
      "surface_roughness",
      "Roughness",
      Unit.PER_LENGTH,
      Better.LOWER,
      "mean |∇n|: change of the rendered depth's unit normal from pixel to pixel, divided by the"
          + " distance of their points; 1/r on a ball of radius r, 0 on a plane",
      "curvature of a surface; what the paper's density regularisation (equation 6) is for");

  /** What the numbers are. */
  public enum Unit {
    /** Between two embeddings, -1 to 1. */
    COSINE,
    /** Of views, 0 to 1. */
    SHARE,
    /** Between two pictures as a network sees them, 0 for equal ones. */
    DISTANCE,
    /** Mean over pixels and channels, of colours from 0 to 1. */
    COLOUR,
    /** -1 to 1. */
    CORRELATION,
    DECIBEL,
    /** One over the world's unit of length. */
    PER_LENGTH;

    String words() {
      return switch (this) {
        case COLOUR -> "colour, 0 to 1";
        case PER_LENGTH -> "1 / length";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  /** Which of two values is the better one. */
  public enum Better {
    HIGHER,
    LOWER,
    /** The value tells where something stands, not how good it is. */
    NEITHER
  }

  private final String slug;
  private final String title;
  private final Unit unit;
  private final Better better;
  private final String definition;
  private final String source;

  Measure(String slug, String title, Unit unit, Better better, String definition, String source) {
    this.slug = slug;
    this.title = title;
    this.unit = unit;
    this.better = better;
    this.definition = definition;
    this.source = source;
  }

  String slug() {
    return slug;
  }

  /** Heading of a column. */
  public String title() {
    return title;
  }

  public Unit unit() {
    return unit;
  }

  public Better better() {
    return better;
  }

  /**
   * Whether every view has a value of its own: not pairs of views, nor views that show no surface.
   */
  public boolean ofEachView() {
    return switch (this) {
      case CONSISTENCY_L1, CONSISTENCY_PSNR, ROUGHNESS -> false;
      default -> true;
    };
  }

  /** What the numbers are and how to read them: {@code cosine, higher is better}. */
  public String description() {
    return unit.words() + ", " + better.name().toLowerCase(Locale.ROOT) + " is better";
  }

  /** One phrase, without a stop. */
  public String definition() {
    return definition;
  }

  /** Where it comes from. */
  public String source() {
    return source;
  }
}
