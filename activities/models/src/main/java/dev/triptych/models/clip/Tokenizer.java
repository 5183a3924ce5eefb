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
    List<Integer> tokens = tokens(text);
    int kept = Math.min(tokens.size(), maxLength - 2);
    long[] ids = new long[maxLength];
    Arrays.fill(ids, vocabulary.end());
    ids[0] = vocabulary.start();
    for (int i = 0; i < kept; i++) {
      ids[i + 1] = tokens.get(i);
    }
    return ids;
  }

  /** The ids of several texts, [n, maxLength] int64. */
  public NDArray encode(List<String> texts, NDManager manager) {
    long[] ids = texts.stream().map(this::encode).flatMapToLong(Arrays::stream).toArray();
    return manager.create(ids, new Shape(texts.size(), maxLength));
  }

  /** The ids of {@code text} alone, without start, end and padding. */
  List<Integer> tokens(String text) {
    List<Integer> ids = new ArrayList<>();
    int from = 0;
    Matcher special = SPECIAL.matcher(text);
    while (special.find()) {
      encode(text.substring(from, special.start()), ids);
      ids.add(vocabulary.id(special.group()));
      from = special.end();
    }
    encode(text.substring(from), ids);
    return ids;
  }

  private void encode(String text, List<Integer> ids) {
    for (String word : Words.of(text)) {
      for (String symbol : merged(Words.symbols(word))) {
        ids.add(vocabulary.id(symbol));
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
