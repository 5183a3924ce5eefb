package dev.triptych.cli.runs;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.place.DataPlace;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter {@code RUN} of verbs that are about one run, and the run that it means. */
public final class RunParameter {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Name of the run, or how it begins (default: the newest).")
  private @Nullable String given;

  /** As if {@code given} stood on the command line. */
  public static RunParameter of(String given) {
    RunParameter parameter = new RunParameter();
    parameter.given = given;
    return parameter;
  }

  /** Whether the command line names a run. */
  public boolean isGiven() {
    return given != null;
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
   * The entry of the run.
   *
   * @throws UserError if there is none such
   * @throws DamagedDocument if its entry cannot be understood
   */
  public RunEntry entry(ArtifactStore store) {
    RunIndex index = new RunIndex(store);
    String run = name(index);
    return index.find(run).orElseThrow(() -> UserError.usage("The run " + run + " is gone"));
  }

  /**
   * The name of the run; its entry may be damaged.
   *
   * @throws UserError if there is none such
   */
  public String name(ArtifactStore store) {
    return name(new RunIndex(store));
  }

  private String name(RunIndex index) {
    RunIndex.Listing listing = index.all();
    String name = given;
    if (name != null && !listing.deleting().isEmpty()) {
      String meant = match(name, all(listing));
      if (listing.deleting().contains(meant)) {
        throw halfDeleted(meant);
      }
    }
    List<String> names = listing.names();
    if (names.isEmpty()) {
      throw UserError.usage("There are no runs here yet. Start one with: triptych run SPEC");
    }
    return name == null ? names.get(0) : match(name, names);
  }

  private static List<String> all(RunIndex.Listing listing) {
    return Stream.concat(listing.names().stream(), listing.deleting().stream()).toList();
  }

  /**
   * Refuses a run that is being deleted, or was half deleted.
   *
   * @throws UserError if it is
   */
  public static void requireWhole(RunIndex index, String run) {
    if (index.deleting(run)) {
      throw halfDeleted(run);
    }
  }

  private static UserError halfDeleted(String run) {
    return UserError.usage(
        "The run "
            + run
            + " is half deleted and cannot be used; finish it: triptych delete "
            + run);
  }

  /**
   * The name that is meant: itself, or the only one that begins so.
   *
   * @throws UserError if there is none, or are several
   */
  static String match(String given, List<String> names) {
    if (names.contains(given)) {
      return given;
    }
    List<String> matching = names.stream().filter(run -> run.startsWith(given)).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    if (matching.size() > 1) {
      throw UserError.usage(
          "Several runs begin with \"" + given + "\": " + String.join(", ", matching));
    }
    throw UserError.usage(
        "There is no run \""
            + given
            + "\""
            + Suggestion.didYouMean(given, names, "; triptych list shows all"));
  }
}
