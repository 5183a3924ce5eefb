package dev.triptych.cli.runs;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.DataPlace;
import dev.triptych.worker.store.Keys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  public Optional<RunEntry> find(String run) {
    return store.read(Keys.run(run, ENTRY)).map(json -> Json.parse(json, RunEntry.class));
  }

  public void write(RunEntry entry) {
    store.write(Keys.run(entry.run(), ENTRY), Json.bytes(entry));
  }

  /** Lists a new run; false if another process was quicker. */
  public boolean create(RunEntry entry) {
    return store.create(Keys.run(entry.run(), ENTRY), Json.bytes(entry));
  }

  /** The newest first. */
  public List<RunEntry> all() {
    return store.list("runs/").stream()
        .map(ENTRY_NAME::matcher)
        .filter(Matcher::matches)
        .map(name -> find(name.group(1)))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RunEntry::started).reversed())
        .toList();
  }

  /**
   * The run that a user means.
   *
   * @param name a run, the beginning of just one run's name, or null for the newest run
   * @throws UserError if there is none such
   */
  public RunEntry get(@Nullable String name) {
    List<RunEntry> all = all();
    if (all.isEmpty()) {
      throw UserError.usage("There are no runs here yet. Start one with: triptych run SPEC");
    }
    if (name == null) {
      return all.get(0);
    }
    List<RunEntry> matching = all.stream().filter(entry -> entry.run().startsWith(name)).toList();
    Optional<RunEntry> exact =
        matching.stream().filter(entry -> entry.run().equals(name)).findFirst();
    if (exact.isPresent() || matching.size() == 1) {
      return exact.orElseGet(() -> matching.get(0));
    }
    List<String> names = all.stream().map(RunEntry::run).toList();
    if (matching.size() > 1) {
      List<String> several = matching.stream().map(RunEntry::run).toList();
      throw UserError.usage(
          "Several runs begin with \"" + name + "\": " + String.join(", ", several));
    }
    throw UserError.usage(
        "There is no run \""
            + name
            + "\""
            + Suggestion.didYouMean(name, names, "; triptych list shows all"));
  }
}
