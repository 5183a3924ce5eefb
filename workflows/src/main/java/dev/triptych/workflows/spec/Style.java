package dev.triptych.workflows.spec;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Derives names from a style's text, such as "an elf". */
public final class Style {
  private static final Pattern ARTICLE = Pattern.compile("(?i)^(an?|the)\\s+");

  // Letters and digits with the marks upon them: accents, vowel signs. A variation selector is a
  // mark too, but only chooses a glyph, mostly of a symbol that no slug holds.
  private static final Pattern WORD =
      Pattern.compile(
          "[\\p{L}\\p{N}]"
              + "[\\p{L}\\p{N}[\\p{Mn}\\p{Mc}&&[^\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}]]]*");

  private static final Pattern MARKLESS_WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  // UTF-16 units, so at most 180 bytes in a file system. Of the 255 that a name may have, the rest
  // is for a digest, the longest variant, any seed and an extension.
  private static final int MAX_SLUG = 60;

  private Style() {}

  /** The text without its leading article: "elf". */
  public static String noun(String style) {
    return ARTICLE.matcher(style.strip()).replaceFirst("");
  }

  /**
   * Letters and digits in lower case with their marks, joined by dashes: "an-elf". At most 60
   * UTF-16 units; what is longer loses its end, but no half of a character stays. Empty if there is
   * neither letter nor digit. Several texts may have one slug: {@link ExperimentSpec#cells()} tells
   * those of an experiment apart.
   */
  public static String slug(String style) {
    return slug(style, WORD);
  }

  /** The slug as it was when marks separated words. */
  static String formerSlug(String style) {
    return slug(style, MARKLESS_WORD);
  }

  private static String slug(String style, Pattern word) {
    String plain = Normalizer.normalize(style, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String dashed =
        word.matcher(plain).results().map(MatchResult::group).collect(Collectors.joining("-"));
    if (dashed.length() <= MAX_SLUG) {
      return dashed;
    }
    boolean insidePair = Character.isHighSurrogate(dashed.charAt(MAX_SLUG - 1));
    return dashed.substring(0, insidePair ? MAX_SLUG - 1 : MAX_SLUG).replaceAll("-$", "");
  }
}
