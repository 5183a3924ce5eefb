package dev.triptych.worker.runs;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.errors.TriptychException.StorageUnreadable;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The entries of all runs of a store. */
public final class RunIndex {
  private final DocumentStore store;
  private final Documents documents;

  public RunIndex(DocumentStore store) {
    this.store = store;
    this.documents = new Documents(store);
  }

  /**
   * A run whose entry cannot be read.
   *
   * @param problem names the file and the way out
   */
  public record Damaged(String run, TriptychException problem) {}

  /**
   * @param runs the newest first
   * @param damaged by name
   * @param deleting names of runs that are half deleted
   * @param nameless names of folders that have no entry
   */
  public record Listing(
      List<RunEntry> runs, List<Damaged> damaged, List<String> deleting, List<String> nameless) {
    public static final Listing NONE = new Listing(List.of(), List.of(), List.of(), List.of());

    public Listing {
      runs = List.copyOf(runs);
      damaged = List.copyOf(damaged);
      deleting = List.copyOf(deleting);
      nameless = List.copyOf(nameless);
    }

    /** Of all that are whole or damaged. */
    public List<String> names() {
      return Stream.concat(runs.stream().map(RunEntry::run), damaged.stream().map(Damaged::run))
          .toList();
    }
  }

  /**
   * A run's entry; empty if there is no such run.
   *
   * @throws DamagedDocument if it cannot be understood, or is another run's
   */
  public Optional<RunEntry> find(String run) {
    String name = name(run);
    String mend = "`triptych resume " + run + "` writes it anew.";
    Optional<RunEntry> entry = documents.read(name, RunEntry.class, mend);
    if (entry.filter(found -> !found.run().equals(run)).isPresent()) {
      throw documents.damaged(name, "It belongs to the run " + entry.get().run() + ". " + mend);
    }
    return entry;
  }

  public void write(RunEntry entry) {
    store.write(name(entry.run()), Json.bytes(entry));
  }

  /** Lists a new run; false if another process was quicker. */
  public boolean create(RunEntry entry) {
    return store.create(name(entry.run()), Json.bytes(entry));
  }

  /** Whether a run is being deleted, or was half deleted. */
  public boolean deleting(String run) {
    return store.read(RunLayout.of(run).document(RunDocument.DELETED)).isPresent();
  }

  public Listing all() {
    Set<String> named = new LinkedHashSet<>();
    Set<String> deleting = new LinkedHashSet<>();
    Set<String> folders = new LinkedHashSet<>();
    for (String document : store.list(RunLayout.ALL)) {
      RunLayout.runOf(document).ifPresent(folders::add);
      RunLayout.runOfEntry(document).ifPresent(named::add);
      RunLayout.runOfDeletion(document).ifPresent(deleting::add);
    }
    folders.removeAll(named);
    folders.removeAll(deleting);
    named.removeAll(deleting);
    List<RunEntry> runs = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (String run : named) {
      try {
        find(run).ifPresent(runs::add);
      } catch (DamagedDocument | StorageUnreadable e) {
        damaged.add(new Damaged(run, e)); // the others can be shown all the same
      }
    }
    runs.sort(Comparator.comparing(RunEntry::started).reversed());
    return new Listing(runs, damaged, List.copyOf(deleting), List.copyOf(folders));
  }

  private static String name(String run) {
    return RunLayout.of(run).document(RunDocument.ENTRY);
  }
}
