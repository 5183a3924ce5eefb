package dev.triptych.mannequin.appearance;

/** Styles by their slugs, for tests. */
public final class NamedStyle {
  private NamedStyle() {}

  /** For instance of {@code snowqueen}. */
  public static Style of(String slug) {
    return Styles.all().stream()
        .filter(style -> style.slug().equals(slug))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no style " + slug));
  }
}
