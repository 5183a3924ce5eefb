package dev.triptych.workflows.spec;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Derives names from a style's text, such as "an elf". */
public final class Style {
  private static final Pattern ARTICLE = Pattern.compile("(?i)^(an?|the)\\s+");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int MAX_SLUG = 60; // leaves room for variant and seed in a file name

  private Style() {}

  /** The text without its leading article: "elf". */
  public static String noun(String style) {
    return ARTICLE.matcher(style.strip()).replaceFirst("");
  }

  /** Letters and digits in lower case, joined by dashes: "an-elf". Empty if there are none. */
  public static String slug(String style) {
    String plain = Normalizer.normalize(style, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String dashed = SEPARATORS.matcher(plain).replaceAll("-").replaceAll("^-|-$", "");
    return dashed.length() <= MAX_SLUG
        ? dashed
        : dashed.substring(0, MAX_SLUG).replaceAll("-$", "");
  }
}
