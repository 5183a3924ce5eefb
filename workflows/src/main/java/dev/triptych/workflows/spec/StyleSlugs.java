package dev.triptych.workflows.spec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** File names for all styles of one experiment, no two of them alike. */
final class StyleSlugs {
  private static final int DIGEST_BYTES = 4;

  private StyleSlugs() {}

  /**
   * The slug of each style. One that another style would have too, or that would read as another
   * style's name with what files append to it, ends with a digest of its text; all others are plain
   * {@link Style#slug}s. It does not matter in which order the styles stand.
   */
  static Map<String, String> of(List<String> styles) {
    List<String> distinct = styles.stream().distinct().toList();
    List<String> taken = new ArrayList<>();
    for (String style : distinct) {
      String slug = Style.slug(style);
      taken.add(slug);
      taken.add(slug + Cell.PLAIN); // its dataset without the optimised editing
      for (Variant variant : Variant.values()) {
        taken.add(slug + "-" + variant.slug()); // its portraits
      }
    }
    Map<String, String> slugs = new LinkedHashMap<>();
    for (String style : distinct) {
      String slug = Style.slug(style);
      boolean alone = taken.indexOf(slug) == taken.lastIndexOf(slug);
      slugs.put(style, alone ? slug : slug + "-" + digest(style));
    }
    return slugs;
  }

  private static String digest(String style) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (int i = 0; i < style.length(); i++) { // big-endian UTF-16
      sha256.update((byte) (style.charAt(i) >> 8));
      sha256.update((byte) style.charAt(i));
    }
    return HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
  }
}
