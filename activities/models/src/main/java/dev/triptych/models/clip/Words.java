package dev.triptych.models.clip;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as CLIP's byte-pair encoding sees it: lower-case words, each spelt in an alphabet of 256
 * printable characters that stand for the bytes of its UTF-8 form.
 */
public final class Words {
  /** What marks a word's last symbol. */
  static final String END_OF_WORD = "</w>";

  private static final Pattern WORD =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
              + "|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final char[] LETTERS = letters();

  private Words() {}

  /**
   * A word in the byte alphabet.
   *
   * @param starts for each of its letters, where the character that it belongs to begins in the
   *     text
   */
  record Spelt(String word, int[] starts) {}

  /** The words of {@code text} in the byte alphabet. */
  public static List<String> of(String text) {
    return split(composed(text)).stream().map(Spelt::word).toList();
  }

  /** The text in the form in which {@link #split} counts: accents are one with their letters. */
  static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** The words of a composed text, with their places. */
  static List<Spelt> split(String composed) {
    StringBuilder lower = new StringBuilder(composed.length());
    List<Integer> origins = new ArrayList<>(); // of each UTF-16 unit: İ becomes two
    for (int i = 0; i < composed.length(); i = composed.offsetByCodePoints(i, 1)) {
      // Character by character: without the rules for letters at a word's end.
      lower.append(Character.toString(composed.codePointAt(i)).toLowerCase(Locale.ROOT));
      while (origins.size() < lower.length()) {
        origins.add(i);
      }
    }
    List<Spelt> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(lower);
    while (matcher.find()) {
      words.add(spell(matcher.group(), origins.subList(matcher.start(), matcher.end())));
    }
    return words;
  }

  /** The alphabet in the order of CLIP's vocabulary: printable bytes, then the others. */
  static List<String> alphabet() {
    List<String> symbols = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      for (int b = 0; b < 256; b++) {
        if (printable(b) == (pass == 0)) {
          symbols.add(String.valueOf(LETTERS[b]));
        }
      }
    }
    return symbols;
  }

  /** The symbols of a word before any merge; the last one bears the end mark. */
  public static List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      symbols.add(word.substring(i, i + 1));
    }
    int last = symbols.size() - 1;
    symbols.set(last, symbols.get(last) + END_OF_WORD);
    return symbols;
  }

  /** How many letters of the byte alphabet a symbol has. */
  static int letters(String symbol) {
    return symbol.length() - (symbol.endsWith(END_OF_WORD) ? END_OF_WORD.length() : 0);
  }

  /** {@code symbols} with every neighbouring {@code left}, {@code right} joined. */
  public static List<String> merge(List<String> symbols, String left, String right) {
    List<String> merged = new ArrayList<>(symbols.size());
    int i = 0;
    while (i < symbols.size()) {
      boolean pair =
          i + 1 < symbols.size() && symbols.get(i).equals(left) && symbols.get(i + 1).equals(right);
      merged.add(pair ? left + right : symbols.get(i));
      i += pair ? 2 : 1;
    }
    return merged;
  }

  private static Spelt spell(String word, List<Integer> origins) {
    StringBuilder spelt = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < word.length(); i = word.offsetByCodePoints(i, 1)) {
      String character = Character.toString(word.codePointAt(i));
      for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
        spelt.append(LETTERS[b & 0xff]);
        starts.add(origins.get(i));
      }
    }
    return new Spelt(spelt.toString(), starts.stream().mapToInt(Integer::intValue).toArray());
  }

  private static boolean printable(int b) {
    return (b >= '!' && b <= '~') || (b >= '¡' && b <= '¬') || (b >= '®' && b <= 'ÿ');
  }

  private static char[] letters() {
    char[] letters = new char[256];
    char next = 256;
    for (int b = 0; b < 256; b++) {
      letters[b] = printable(b) ? (char) b : next++;
    }
    return letters;
  }
}
