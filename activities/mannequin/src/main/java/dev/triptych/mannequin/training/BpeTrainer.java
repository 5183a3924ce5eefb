package dev.triptych.mannequin.training;

import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.clip.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Learns a small vocabulary for {@link Tokenizer} from texts (Sennrich et al. 2016): the most
 * frequent pair of neighbouring symbols is joined, again and again.
 */
final class BpeTrainer {
  private static final Comparator<Map.Entry<Vocabulary.Merge, Integer>> BY_COUNT =
      Map.Entry.<Vocabulary.Merge, Integer>comparingByValue()
          .thenComparing(entry -> entry.getKey().left(), Comparator.reverseOrder())
          .thenComparing(entry -> entry.getKey().right(), Comparator.reverseOrder());

  private BpeTrainer() {}

  /**
   * The vocabulary of {@code texts}: all bytes, inside a word and at its end, then what at most
   * {@code merges} merges give, then start and end token. Equal counts are decided by spelling, so
   * equal texts give equal vocabularies.
   *
   * @param merges with enough of them every word of the texts is one token
   */
  static Vocabulary learn(List<String> texts, int merges) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String text : texts) {
      Words.of(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    Map<String, List<String>> spellings = new TreeMap<>();
    counts.keySet().forEach(word -> spellings.put(word, Words.symbols(word)));
    List<Vocabulary.Merge> learnt = new ArrayList<>();
    while (learnt.size() < merges) {
      Optional<Vocabulary.Merge> best = mostFrequentPair(counts, spellings);
      if (best.isEmpty()) {
        break;
      }
      Vocabulary.Merge pair = best.get();
      learnt.add(pair);
      spellings.replaceAll((word, symbols) -> Words.merge(symbols, pair.left(), pair.right()));
    }
    return Vocabulary.of(learnt);
  }

  private static Optional<Vocabulary.Merge> mostFrequentPair(
      Map<String, Integer> counts, Map<String, List<String>> spellings) {
    Map<Vocabulary.Merge, Integer> pairs = new LinkedHashMap<>();
    spellings.forEach(
        (word, symbols) -> {
          for (int i = 0; i + 1 < symbols.size(); i++) {
            pairs.merge(
                new Vocabulary.Merge(symbols.get(i), symbols.get(i + 1)),
                counts.getOrDefault(word, 0),
                Integer::sum);
          }
        });
    return pairs.entrySet().stream().max(BY_COUNT).map(Map.Entry::getKey);
  }
}
