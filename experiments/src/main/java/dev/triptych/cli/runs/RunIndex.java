package dev.triptych.cli.runs;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.errors.TriptychException.StorageUnreadable;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.place.DataPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All runs of a store. */
public final class RunIndex {
  static final String ENTRY = "run.json";
  private static final Pattern ENTRY_NAME = Pattern.compile("runs/([^/]+)/run\\.json");

  private final ArtifactStore store;

  public RunIndex(ArtifactStore store) {
    this.store = store;
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
   */
  public record Listing(List<RunEntry> runs, List<Damaged> damaged) {
    public Listing {
      runs = List.copyOf(runs);
      damaged = List.copyOf(damaged);
    }

    static final Listing NONE = new Listing(List.of(), List.of());

    /** Of all, damaged or not. */
    List<String> names() {
      return Stream.concat(runs.stream().map(RunEntry::run), damaged.stream().map(Damaged::run))
          .toList();
    }
  }

  /**
   * The store of a place, for verbs that only look at it: none is made for them.
   *
   * @throws UserError if there is none
   */
  public static ArtifactStore existing(DataPlace data) {
    return data.existing()
        .orElseThrow(
            () ->
                UserError.usage(
                    "There are no runs here yet: there is no "
                        + data
                        + ". Start one with: triptych run SPEC"));
  }

  /**
   * A run's entry; empty if there is no such run.
   *
   * @throws DamagedDocument if it cannot be understood, or is another run's
   */
  public Optional<RunEntry> find(String run) {
    String name = StoreLayout.run(run, ENTRY);
    String mend = "`triptych resume " + run + "` writes it anew.";
    Documents documents = new Documents(store);
    Optional<RunEntry> entry = documents.read(name, RunEntry.class, mend);
    if (entry.filter(found -> !found.run().equals(run)).isPresent()) {
      throw documents.damaged(name, "It belongs to the run " + entry.get().run() + ". " + mend);
    }
    return entry;
  }

  public void write(RunEntry entry) {
    store.write(StoreLayout.run(entry.run(), ENTRY), Json.bytes(entry));
  }

  /** Lists a new run; false if another process was quicker. */
  public boolean create(RunEntry entry) {
    return store.create(StoreLayout.run(entry.run(), ENTRY), Json.bytes(entry));
  }

  public Listing all() {
    List<RunEntry> runs = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (String document : store.list("runs/")) {
      Matcher name = ENTRY_NAME.matcher(document);
      if (name.matches()) {
        String run = name.group(1);
        try {
          find(run).ifPresent(runs::add);
        } catch (DamagedDocument | StorageUnreadable e) {
          damaged.add(new Damaged(run, e)); // the others can be shown all the same
        }
      }
    }
    runs.sort(Comparator.comparing(RunEntry::started).reversed());
    return new Listing(runs, damaged);
  }

  /**
   * The run that a user means.
   *
   * @param name as for {@link #name}
   * @throws UserError if there is none such
   * @throws DamagedDocument if its entry cannot be understood
   */
  public RunEntry get(@Nullable String name) {
    String run = name(name);
    return find(run).orElseThrow(() -> UserError.usage("The run " + run + " is gone"));
  }

  /**
   * The name of the run that a user means; its entry may be damaged.
   *
   * @param name a run, the beginning of just one run's name, or null for the newest run
   * @throws UserError if there is none such
   */
  public String name(@Nullable String name) {
    Listing all = all();
    List<String> names = all.names();
    if (names.isEmpty()) {
      throw UserError.usage("There are no runs here yet. Start one with: triptych run SPEC");
    }
    if (name == null || names.contains(name)) {
      return name == null ? names.get(0) : name;
    }
    List<String> matching = names.stream().filter(run -> run.startsWith(name)).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    if (matching.size() > 1) {
      throw UserError.usage(
          "Several runs begin with \"" + name + "\": " + String.join(", ", matching));
    }
    throw UserError.usage(
        "There is no run \""
            + name
            + "\""
            + Suggestion.didYouMean(name, names, "; triptych list shows all"));
  }
}
