package dev.triptych.workflows.spec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** File names for all styles of one experiment, no two of them alike. */
final class StyleSlugs {
  private static final int DIGEST_BYTES = 4;

  private StyleSlugs() {}

  /**
   * The slug of each style. One that would be taken for another style, by itself or with one of the
   * {@code labels} that portraits and datasets append to it, ends with a digest of its text: the
   * longer one of two, or both. All others are plain {@link Style#slug}s. It does not matter in
   * which order the styles stand.
   */
  static Map<String, String> of(List<String> styles, List<String> labels) {
    Map<String, List<String>> owners = new HashMap<>(); // slugs by the names made of them
    List<String> distinct = styles.stream().distinct().toList();
    for (String style : distinct) {
      names(Style.slug(style), labels)
          .forEach(
              name -> owners.computeIfAbsent(name, n -> new ArrayList<>()).add(Style.slug(style)));
    }
    Map<String, String> slugs = new LinkedHashMap<>();
    for (String style : distinct) {
      String slug = Style.slug(style);
      boolean taken =
          names(slug, labels).anyMatch(name -> isTaken(slug, owners.getOrDefault(name, List.of())));
      slugs.put(style, taken ? slug + "-" + digest(style) : slug);
    }
    return slugs;
  }

  private static Stream<String> names(String slug, List<String> labels) {
    return Stream.concat(
        Stream.of(slug), labels.stream().distinct().map(label -> slug + "-" + label));
  }

  private static boolean isTaken(String slug, List<String> owners) {
    boolean twice = owners.stream().filter(slug::equals).count() > 1;
    return twice || owners.stream().anyMatch(owner -> owner.length() < slug.length());
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
