package dev.triptych.cli.priors;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych priors list}. */
@Command(name = "list", description = "List the prior sets and check their files.")
public final class PriorsListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  public PriorsListCommand(Console console) {
    this.console = console;
  }

  /**
   * @param problems what is wrong with the manifest or the files, and how to mend it
   * @param missing parts that have to be imported yet
   */
  private record Listed(
      String name,
      @Nullable String digest,
      @Nullable String description,
      String location,
      List<String> problems,
      List<PriorPart> missing) {}

  @Override
  public Integer call() {
    InstalledPriors priors = InstalledPriors.in(common.data(console.environment()).local());
    List<Listed> sets = new ArrayList<>();
    for (String name : priors.names()) {
      sets.add(look(name, priors));
    }
    if (common.json()) {
      console.json(sets);
    } else if (sets.isEmpty()) {
      console
          .out()
          .println("There are no prior sets. Train one: triptych priors train mannequin-64");
    } else {
      print(sets);
    }
    boolean damaged = sets.stream().anyMatch(set -> !set.problems().isEmpty());
    return damaged ? ExitCode.SURROUNDINGS : ExitCode.OK;
  }

  private void print(List<Listed> sets) {
    TextTable table = new TextTable(4, "name", "digest", "where", "state");
    for (Listed set : sets) {
      String digest = set.digest() == null ? "" : set.digest().substring(0, 12);
      String state =
          !set.problems().isEmpty()
              ? "damaged"
              : set.missing().isEmpty()
                  ? "complete"
                  : "lacks " + IncompleteSets.words(set.missing());
      table.row(List.of(set.name(), digest, set.location(), state));
    }
    console.out().print(table);
    for (Listed set : sets) {
      set.problems().forEach(problem -> console.out().println("\n" + problem));
    }
  }

  private static Listed look(String name, InstalledPriors priors) {
    try {
      PriorSet set = PriorSet.find(name, priors.folder());
      String description = set.manifest().description();
      List<String> problems =
          set.problems().stream().map(e -> String.valueOf(e.getMessage())).toList();
      return new Listed(
          name,
          set.digest(),
          description,
          set.location(),
          problems,
          PriorPart.missing(set.manifest()));
    } catch (PriorException e) {
      String where = priors.folder().resolve(name).toString();
      return new Listed(
          name, null, null, where, List.of(String.valueOf(e.getMessage())), List.of());
    }
  }
}
