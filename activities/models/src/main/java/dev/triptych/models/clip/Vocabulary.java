package dev.triptych.models.clip;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A byte-pair vocabulary in the form of CLIP's {@code vocab.json} and {@code merges.txt}.
 *
 * @param ids of all symbols and of the two special tokens
 * @param merges pairs of symbols that are joined, the most important first
 */
public record Vocabulary(Map<String, Integer> ids, List<Merge> merges) {
  /** The token before every text. */
  public static final String START = "<|startoftext|>";

  /** The token after every text, and its padding. */
  public static final String END = "<|endoftext|>";

  /** A pair of neighbouring symbols that becomes one. */
  public record Merge(String left, String right) {}

  public Vocabulary {
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    merges = List.copyOf(merges);
    for (String special : List.of(START, END)) {
      if (!ids.containsKey(special)) {
        throw new IllegalArgumentException("the vocabulary lacks " + special);
      }
    }
  }

  /**
   * A vocabulary in CLIP's order: all bytes inside a word and at its end, what the merges give,
   * then start and end token.
   */
  public static Vocabulary of(List<Merge> merges) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<String> alphabet = Words.alphabet();
    alphabet.forEach(symbol -> ids.put(symbol, ids.size()));
    alphabet.forEach(symbol -> ids.put(symbol + Words.END_OF_WORD, ids.size()));
    merges.forEach(merge -> ids.putIfAbsent(merge.left() + merge.right(), ids.size()));
    ids.put(START, ids.size());
    ids.put(END, ids.size());
    return new Vocabulary(ids, merges);
  }

  /**
   * Reads both files; the streams stay open.
   *
   * @throws IOException also if they are malformed
   */
  public static Vocabulary read(InputStream vocab, InputStream merges) throws IOException {
    Map<String, Integer> ids =
        new JsonMapper().readValue(vocab.readAllBytes(), new TypeReference<>() {});
    if (ids == null || ids.containsValue(null)) {
      throw new IOException("vocab: it is not a map of symbols to numbers");
    }
    List<Merge> pairs = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(merges, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isEmpty() || (number == 1 && line.startsWith("#version"))) {
        continue;
      }
      int space = line.indexOf(' ');
      if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
        throw new IOException(
            String.format(Locale.ROOT, "merges, line %d: not a pair of symbols: %s", number, line));
      }
      pairs.add(new Merge(line.substring(0, space), line.substring(space + 1)));
    }
    return new Vocabulary(ids, pairs);
  }

  /** Writes {@code vocab.json}. */
  public void writeVocab(OutputStream out) throws IOException {
    out.write(new JsonMapper().writeValueAsBytes(ids));
  }

  /** Writes {@code merges.txt}. */
  public void writeMerges(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder("#version: 0.2\n");
    merges.forEach(
        merge -> text.append(merge.left()).append(' ').append(merge.right()).append('\n'));
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Number of token ids. */
  public int size() {
    return ids.size();
  }

  /** Id of {@link #START}. */
  public int start() {
    return id(START);
  }

  /** Id of {@link #END}. */
  public int end() {
    return id(END);
  }

  /** The symbol's id; the end token's for a symbol that is not in the vocabulary. */
  int id(String symbol) {
    Integer id = ids.get(symbol);
    return id == null ? end() : id;
  }
}
