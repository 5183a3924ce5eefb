package dev.triptych.worker.verify;

import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * So many of the stages that it is told of, by chance, and no more of one kind than needed: the
 * kinds take turns, for of a thousand stages nine hundred are edits. Remembers no more than that
 * many of each kind, and takes equal ones once.
 */
public final class Sample {
  private final int size;
  private final long seed;
  private final TreeMap<Stage, TreeMap<String, String>> smallest = new TreeMap<>(); // by lot

  /**
   * @param size stages in all
   * @param seed decides, together with the keys
   */
  public Sample(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** One that is drawn. */
  public record Drawn(Stage stage, String key) {}

  public void add(Stage stage, String key) {
    TreeMap<String, String> lots = smallest.computeIfAbsent(stage, each -> new TreeMap<>());
    lots.put(lot(key), key);
    if (lots.size() > size) {
      lots.pollLastEntry();
    }
  }

  private String lot(String name) {
    return Digests.sha256((seed + " " + name).getBytes(StandardCharsets.UTF_8));
  }

  /** Those that are drawn, in turns of their kinds. */
  public List<Drawn> drawn() {
    List<Map.Entry<Stage, TreeMap<String, String>>> kinds = new ArrayList<>(smallest.entrySet());
    kinds.sort(Comparator.comparing(kind -> lot(kind.getKey().slug())));
    List<Iterator<Drawn>> turns = new ArrayList<>();
    for (Map.Entry<Stage, TreeMap<String, String>> kind : kinds) {
      turns.add(
          kind.getValue().values().stream().map(key -> new Drawn(kind.getKey(), key)).iterator());
    }
    List<Drawn> drawn = new ArrayList<>();
    while (turns.stream().anyMatch(Iterator::hasNext)) {
      turns.stream().filter(Iterator::hasNext).forEach(turn -> drawn.add(turn.next()));
    }
    return drawn.stream().limit(size).toList();
  }
}
