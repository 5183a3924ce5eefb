package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych cancel [RUN]}. */
@Command(
    name = "cancel",
    description = {
      "Stop a run on a Temporal service.",
      "Finished steps are kept; `resume` goes on. A run without a service is stopped by Ctrl-C."
    })
public final class CancelCommand implements Callable<Integer> {
  private final Console console;
  private final Engine.Starter engines;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  public CancelCommand(Console console, Engine.Starter engines) {
    this.console = console;
    this.engines = engines;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    if (entry.service() == null) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " is not on a Temporal service: Ctrl-C in its own terminal stops it");
    }
    if (entry.state().closed()) {
      throw UserError.usage("The run " + entry.run() + " has ended already");
    }
    if (!engines.lasting()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " is on the Temporal service "
              + entry.service()
              + ": set TEMPORAL_ADDRESS");
    }
    try (Engine engine = engines.start(store, Places.elsewhere())) {
      engine.client().newUntypedWorkflowStub(entry.run()).cancel();
    } catch (WorkflowNotFoundException e) {
      throw UserError.usage("The run " + entry.run() + " has ended already");
    } catch (WorkflowException e) {
      throw UserError.surroundings("The service did not take the request: " + e.getMessage());
    }
    if (common.json()) {
      console.json(Map.of("run", entry.run(), "state", "cancelling"));
    } else {
      console.out().println("Stopping " + entry.run() + "; finished steps are kept.");
      console.out().println("See how it ends: triptych status " + entry.run());
    }
    return ExitCode.OK;
  }
}
