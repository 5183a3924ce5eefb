package dev.triptych.mannequin.appearance;

import java.util.Map;
import java.util.Objects;

/**
 * A style: a list of overwrites of a {@link Look}.
 *
 * @param slug short name for files and tables, such as {@code snowqueen}
 * @param phrase how a prompt names it, such as {@code a snow queen}
 * @param mirrorable whether a styled picture seen in a mirror is still that style
 * @param traits the new values
 * @param paints the new colours
 */
public record Style(
    String slug,
    String phrase,
    boolean mirrorable,
    Map<Trait, Float> traits,
    Map<Paint, Coat> paints) {

  /** A colour laid over the natural one; cover 1 hides it. */
  public record Coat(Rgb colour, float cover) {
    /** Refuses covers outside [0, 1]. */
    public Coat {
      Objects.requireNonNull(colour, "colour is null");
      if (!(cover >= 0 && cover <= 1)) {
        throw new IllegalArgumentException("cover must be in [0, 1], not " + cover);
      }
    }
  }

  /** Copies the maps. */
  public Style {
    Objects.requireNonNull(slug, "slug is null");
    Objects.requireNonNull(phrase, "phrase is null");
    traits = Map.copyOf(traits);
    paints = Map.copyOf(paints);
  }

  /** The look of the same person in this style. */
  public Look applyTo(Look look) {
    Look styled = look;
    for (Map.Entry<Trait, Float> edit : traits.entrySet()) {
      styled = styled.with(edit.getKey(), edit.getValue());
    }
    for (Map.Entry<Paint, Coat> edit : paints.entrySet()) {
      Coat coat = edit.getValue();
      Rgb natural = look.get(edit.getKey());
      styled = styled.with(edit.getKey(), natural.towards(coat.colour(), coat.cover()));
    }
    return styled;
  }
}
