package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.runs.Summary;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.SentNotice;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.mlflow.Cursor;
import dev.triptych.workflows.stage.State;
import java.util.Map;
import java.util.Optional;

/** What is said before and after a launch. */
final class LaunchMessages {
  private final Console console;
  private final boolean json;

  LaunchMessages(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  void announce(RunEntry entry, ArtifactStore store) {
    console
        .err()
        .println(
            "Run "
                + entry.run()
                + ": "
                + entry.counted()
                + " with "
                + entry.priors().name()
                + ". Report as it grows: "
                + report(store, entry.run()));
  }

  /**
   * Prints the result; returns the exit code.
   *
   * @param ended empty if the run goes on
   */
  int tell(String run, Optional<RunStatus> ended, ArtifactStore store) {
    if (ended.isEmpty()) {
      detached(run);
      return ExitCode.OK;
    }
    return tell(ended.get(), store);
  }

  private void detached(String run) {
    if (json) {
      console.json(Map.of("run", run, "state", State.RUNNING));
    } else {
      console.out().println(run);
      console.err().println("Look: triptych status " + run);
      console.err().println("Follow: triptych resume " + run);
      console.err().println("Stop: triptych cancel " + run);
    }
  }

  private int tell(RunStatus status, ArtifactStore store) {
    if (json) {
      console.json(status);
    } else {
      console.out().println();
      console.out().print(Summary.of(status));
      console.out().println();
      console.out().println("Run folder  " + new RunFolder(store, status.run()).place());
      console.out().println("Report      " + report(store, status.run()));
      Cursor.read(store, status.run())
          .ifPresent(cursor -> console.out().println("MLflow      " + cursor.page()));
    }
    SentNotice notice = status.notice();
    if (notice != null && notice.problem() != null) {
      console.err().println("Nobody was notified of the end: " + notice.problem());
    }
    if (status.state().equals(State.CANCELLED.slug())) {
      return ExitCode.INTERRUPTED;
    }
    if (status.state().equals(State.DONE.slug())) {
      return ExitCode.OK;
    }
    boolean mendable =
        status.cells().stream()
            .map(CellStatus::failure)
            .anyMatch(failure -> failure != null && Failures.ofSurroundings(failure.type()));
    return mendable ? ExitCode.SURROUNDINGS : ExitCode.RUN_FAILED;
  }

  private static String report(ArtifactStore store, String run) {
    return new RunFolder(store, run).report();
  }
}
