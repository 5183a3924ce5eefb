package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.StageName;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.ServiceRunRefresher;
import dev.triptych.worker.runs.RenewalOrders;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.State;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which stages of a launch are made anew. */
final class AgainOption {
  @Option(
      names = "--again",
      paramLabel = "STAGE",
      converter = StageName.class,
      description = {
        "Make a stage anew in spite of what is kept, for instance edit-view; may be repeated.",
        "Steps behind it are taken from the store if what they get stays the same."
      })
  private List<Stage> stages = List.of();

  /**
   * Orders the stages, and says what is made anew, by an earlier order too.
   *
   * @param entry of a run whose folder holds the resolved spec
   * @throws UserError if the run has no such stage, or goes on without this launch
   */
  void place(
      ArtifactStore store, RunEntry entry, Engine.Starter engines, Console console, Clock clock) {
    RenewalOrders orders = new RenewalOrders(store);
    if (!stages.isEmpty()) {
      checkKnown(Workload.of(new RunFolder(store, entry.run()).spec()).executions().keySet());
      checkIdle(new ServiceRunRefresher(console, engines, clock).refresh(store, entry));
      orders.place(entry.run(), stages, clock.instant());
    }
    Set<Stage> open = orders.open(entry.run());
    if (!open.isEmpty()) {
      console.err().println("Made anew in spite of what is kept: " + words(open));
    }
  }

  private void checkKnown(Set<Stage> known) {
    for (Stage stage : stages) {
      if (!known.contains(stage)) {
        throw UserError.usage("The run has no " + stage.slug() + ". It has " + words(known));
      }
    }
  }

  private static void checkIdle(RunEntry entry) {
    if (entry.service() != null && entry.state() == State.RUNNING) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " is going on: wait for its end, or stop it with triptych cancel "
              + entry.run()
              + ", and then say --again");
    }
  }

  private static String words(Set<Stage> stages) {
    return stages.stream().map(Stage::slug).collect(Collectors.joining(", "));
  }
}
