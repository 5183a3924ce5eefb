package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.mlflow.Cursor;
import dev.triptych.worker.tracking.mlflow.Delivery;
import dev.triptych.worker.tracking.mlflow.TrackingServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych sync [RUN]}. */
@Command(
    name = "sync",
    description = {
      "Send a run's journal to MLflow.",
      "Only what MLflow does not have yet is sent, so sending twice does no harm."
    })
public final class SyncCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  @Option(names = "--all", description = "Send all runs.")
  private boolean all;

  /** What became of one run. */
  private record Sent(String run, int events, @Nullable String page) {}

  public SyncCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (all && run.isGiven()) {
      throw UserError.usage("Give a RUN or --all, not both");
    }
    TrackingServer server =
        TrackingServer.of(console.environment())
            .orElseThrow(
                () ->
                    UserError.usage(
                        "There is no MLflow server to send to: set MLFLOW_TRACKING_URI to its"
                            + " address, for instance http://127.0.0.1:5000"));
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    // By name: a damaged entry is no reason to keep the journal back.
    List<String> runs = all ? new RunIndex(store).all().names() : List.of(run.name(store));
    List<Sent> sent = new ArrayList<>();
    try (Delivery delivery =
        new Delivery(store, new Journal(store), server, console.environment())) {
      for (String each : runs) {
        int events = delivery.deliverAll(each);
        String page = Cursor.read(store, each).map(Cursor::page).orElse(null);
        sent.add(new Sent(each, events, page));
        if (!common.json()) {
          tell(sent.get(sent.size() - 1));
        }
      }
    }
    if (common.json()) {
      console.json(sent);
    }
    return ExitCode.OK;
  }

  private void tell(Sent sent) {
    String events = sent.events() == 1 ? "1 event" : sent.events() + " events";
    String what = sent.events() == 0 ? "MLflow has it all" : events + " sent";
    String page = sent.page() == null ? "" : ": " + sent.page();
    console.out().println(sent.run() + ": " + what + page);
  }
}
