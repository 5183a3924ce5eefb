package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.datasets.ExportTarget;
import dev.triptych.cli.progress.Overview;
import dev.triptych.cli.report.MixSheet;
import dev.triptych.cli.report.ReportWriter;
import dev.triptych.cli.runs.Liveness;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.RunLog;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.mixing.MixRequest;
import dev.triptych.workflows.mixing.MixWorkflow;
import dev.triptych.workflows.mixing.Mixed;
import dev.triptych.workflows.stage.Priorities;
import dev.triptych.workflows.tracking.ReportRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych mix [RUN] --from STYLE --to STYLE}. */
@Command(
    name = "mix",
    description = {
      "Mix two styles of a model that knows both, and render what lies between them.",
      "The run's report shows it; -o also writes the pictures to a folder."
    })
public final class MixCommand implements Callable<Integer> {
  /** From one style to the other. */
  static final class Steps extends WholeNumber {
    Steps() {
      super(MixRequest.FEWEST_STEPS, MixRequest.MOST_STEPS);
    }
  }

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;
  @Mixin private LaunchOptions options;

  @Option(names = "--from", paramLabel = "STYLE", required = true, description = "First style.")
  private String from;

  @Option(names = "--to", paramLabel = "STYLE", required = true, description = "Second style.")
  private String to;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Steps.class,
      description = "From the one to the other, both included (default: ${DEFAULT-VALUE}).")
  private int steps = 7;

  @Option(
      names = "--views",
      paramLabel = "N",
      converter = MixPlan.Sides.class,
      description = "Sides to look from, an odd number (default: ${DEFAULT-VALUE}).")
  private int views = 5;

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      description = "The model, as status names it (default: the run's first).")
  private @Nullable String cell;

  @Option(
      names = "--face",
      paramLabel = "N",
      description = "Of a model of many faces: which one, from 0; those held out come last.")
  private int face;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Also write a sheet and single pictures here.")
  private @Nullable Path output;

  public MixCommand(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    engines.check();
    Places places = options.places(engines, console);
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    MixPlan plan = new MixPlan(store, entry, cell, face, views);
    MixRequest request = plan.request(from, to, steps);
    PriorsOfRun.check(entry, store);
    ExportTarget target =
        output == null
            ? null
            : ExportTarget.open(output, new ExportTarget.Mark(entry.run(), request.part()));
    Mixed mixed;
    try (FolderLock lock = engines.lock(store.local());
        RunLog log = RunLog.open(new RunFolder(store, entry.run()).log());
        Engine engine = engines.start(store, places)) {
      mixed = mix(engine.client(), request);
    }
    new ReportWriter(store, clock)
        .writeReport(
            new ReportRequest(entry.run(), Liveness.of(store, entry, clock.instant()).stateNow()));
    if (target != null) {
      write(mixed, store, target);
    }
    tell(store, request, mixed);
    return ExitCode.OK;
  }

  private Mixed mix(WorkflowClient client, MixRequest request) throws InterruptedException {
    MixWorkflow workflow =
        Follower.begin(
            client,
            MixWorkflow.class,
            MixWorkflow.id(request),
            Priorities.LAUNCH,
            "mix " + request.title(),
            mixing -> mixing::mix,
            request);
    return new Follower(console, engines, clock)
        .follow(
            WorkflowStub.fromTyped(workflow),
            Mixed.class,
            "mix " + request.run() + " with the same options",
            () -> Overview.of(workflow.progress(), "steps"));
  }

  /** A sheet, and {@code step-00/p+0_y-15.png} for each view. */
  private static void write(Mixed mixed, ArtifactStore store, ExportTarget target) {
    for (int step = 0; step < mixed.steps().size(); step++) {
      for (View view : mixed.steps().get(step).views()) {
        String name = String.format(Locale.ROOT, "step-%02d/%s.png", step, view.angle().slug());
        target.copy(name, store.file(view.image()), view.image().sha256());
      }
    }
    MixSheet sheet = MixSheet.of(mixed, store::get);
    target.write(sheet.file(), temporary -> Files.write(temporary, sheet.content()));
    target.finish();
  }

  private void tell(ArtifactStore store, MixRequest request, Mixed mixed) {
    String report = new RunFolder(store, request.run()).report();
    if (!common.json()) {
      console.out().println(request.title() + " in " + request.steps() + " steps");
      console.out().println("Report      " + report);
      if (output != null) {
        console.out().println("Pictures    " + output);
      }
      return;
    }
    List<Map<String, Object>> told = new ArrayList<>();
    for (int step = 0; step < mixed.steps().size(); step++) {
      Map<String, ArtifactRef> pictures = new LinkedHashMap<>();
      mixed.steps().get(step).views().forEach(v -> pictures.put(v.angle().slug(), v.image()));
      told.add(Map.of("share", request.shares().get(step), "views", pictures));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", request.run());
    json.put("part", request.part());
    json.put("title", request.title());
    json.put("report", report);
    json.put("folder", output == null ? null : output.toString());
    json.put("steps", told);
    console.json(json);
  }
}
