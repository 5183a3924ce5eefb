package dev.triptych.models.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CLIP's byte-pair encoding; gives the same ids as the transformers library. */
public final class Tokenizer {
  private static final Pattern SPECIAL =
      Pattern.compile(Pattern.quote(Vocabulary.START) + "|" + Pattern.quote(Vocabulary.END));

  private final Vocabulary vocabulary;
  private final int maxLength;
  private final Map<Vocabulary.Merge, Integer> ranks = new HashMap<>();

  /**
   * @param maxLength tokens of every encoded text, start and end included: 77 for CLIP
   */
  public Tokenizer(Vocabulary vocabulary, int maxLength) {
    if (maxLength < 2) {
      throw new IllegalArgumentException(
          "a text needs room for its start and its end, not " + maxLength + " tokens");
    }
    this.vocabulary = vocabulary;
    this.maxLength = maxLength;
    for (Vocabulary.Merge merge : vocabulary.merges()) {
      ranks.putIfAbsent(merge, ranks.size());
    }
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  public int maxLength() {
    return maxLength;
  }

  /**
   * Start token, text, end token, and end tokens as padding up to {@link #maxLength}. A text that
   * is too long loses its end, but not its end token.
   */
  public long[] encode(String text) {
    List<Token> tokens = tokenise(Words.composed(text));
    int kept = Math.min(tokens.size(), room());
    long[] ids = new long[maxLength];
    Arrays.fill(ids, vocabulary.end());
    ids[0] = vocabulary.start();
    for (int i = 0; i < kept; i++) {
      ids[i + 1] = tokens.get(i).id();
    }
    return ids;
  }

  /** The ids of several texts, [n, maxLength] int64. */
  public NDArray encode(List<String> texts, NDManager manager) {
    long[] ids = texts.stream().map(this::encode).flatMapToLong(Arrays::stream).toArray();
    return manager.create(ids, new Shape(texts.size(), maxLength));
  }

  /** How many tokens a text may have besides its start and its end. */
  public int room() {
    return maxLength - 2;
  }

  /** How many tokens {@code text} has, without start and end; {@link #room} of them are kept. */
  public int count(String text) {
    return tokenise(Words.composed(text)).size();
  }

  /**
   * The end of {@code text} that {@link #encode(String)} leaves out, in composed characters; empty
   * if there is room for all. It begins with the first character that is not there as a whole.
   */
  public String leftOut(String text) {
    String composed = Words.composed(text);
    List<Token> tokens = tokenise(composed);
    return tokens.size() <= room() ? "" : composed.substring(tokens.get(room()).start());
  }

  /** The ids of {@code text} alone, without start, end and padding. */
  List<Integer> tokens(String text) {
    return tokenise(Words.composed(text)).stream().map(Token::id).toList();
  }

  /** A token, and where in the composed text the first of its characters begins. */
  private record Token(int id, int start) {}

  private List<Token> tokenise(String composed) {
    List<Token> tokens = new ArrayList<>();
    int from = 0;
    Matcher special = SPECIAL.matcher(composed);
    while (special.find()) {
      tokenise(composed, from, special.start(), tokens);
      tokens.add(new Token(vocabulary.id(special.group()), special.start()));
      from = special.end();
    }
    tokenise(composed, from, composed.length(), tokens);
    return tokens;
  }

  private void tokenise(String composed, int from, int to, List<Token> tokens) {
    for (Words.Spelt spelt : Words.split(composed.substring(from, to))) {
      int letter = 0;
      for (String symbol : merged(Words.symbols(spelt.word()))) {
        tokens.add(new Token(vocabulary.id(symbol), from + spelt.starts()[letter]));
        letter += Words.letters(symbol);
      }
    }
  }

  private List<String> merged(List<String> symbols) {
    List<String> current = symbols;
    while (current.size() > 1) {
      Vocabulary.Merge best = null;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < current.size(); i++) {
        Vocabulary.Merge pair = new Vocabulary.Merge(current.get(i), current.get(i + 1));
        Integer rank = ranks.get(pair);
        if (rank != null && rank < bestRank) {
          best = pair;
          bestRank = rank;
        }
      }
      if (best == null) {
        return current;
      }
      current = Words.merge(current, best.left(), best.right());
    }
    return current;
  }
}
