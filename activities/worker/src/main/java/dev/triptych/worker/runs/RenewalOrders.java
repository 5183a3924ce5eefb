package dev.triptych.worker.runs;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.Orders;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.Stage;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Orders of runs to make stages anew in spite of what is kept: the document {@code
 * runs/<run>/again.json}. It is written before a launch and removed once the run is done, so a run
 * that was stopped or has failed goes on with its order, whichever worker does the work.
 */
public final class RenewalOrders implements Orders {
  private static final int EXECUTIONS = 1_000; // whose orders are remembered

  private final DocumentStore store;
  private final Documents documents;
  private final Map<String, SortedMap<Stage, String>> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SortedMap<Stage, String>> old) {
              return size() > EXECUTIONS;
            }
          });

  public RenewalOrders(DocumentStore store) {
    this.store = store;
    this.documents = new Documents(store);
  }

  /**
   * @param stages what their results say by which order they were made
   */
  private record Document(SortedMap<Stage, String> stages) {
    Document {
      stages = Collections.unmodifiableSortedMap(new TreeMap<>(stages));
    }
  }

  @Override
  public Optional<String> anew(String workflow, String execution, Stage stage) {
    int end = workflow.indexOf('/');
    String run = end < 0 ? workflow : workflow.substring(0, end);
    return Optional.ofNullable(known.computeIfAbsent(execution, e -> read(run)).get(stage));
  }

  /** Stages that are still to be made anew by this run. */
  public Set<Stage> open(String run) {
    return read(run).keySet();
  }

  /**
   * Orders stages, besides those that are ordered already; what was made by an order that is still
   * open is not made a second time.
   */
  public void place(String run, Collection<Stage> stages, Instant now) {
    SortedMap<Stage, String> all = new TreeMap<>(read(run));
    stages.forEach(stage -> all.putIfAbsent(stage, run + " " + now));
    store.write(name(run), Json.bytes(new Document(all)));
  }

  /** The run is done. */
  public void close(String run) {
    store.delete(name(run));
  }

  private SortedMap<Stage, String> read(String run) {
    if (!StoreLayout.valid(run)) {
      return Collections.emptySortedMap(); // a workflow that belongs to no run
    }
    return documents
        .read(name(run), Document.class, "Delete it, and say --again once more.")
        .map(Document::stages)
        .orElse(Collections.emptySortedMap());
  }

  private static String name(String run) {
    return RunLayout.of(run).document(RunDocument.AGAIN);
  }
}
