package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.e2e.Services.Service;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What edits cost Temporal, the workers and whoever follows them, when the edits themselves cost
 * nothing: one launch of a model of many styles, whose edits sleep on many workers. Command line,
 * workflows, bookkeeping and its worker, memo layer and store are the product's; networks and
 * trainings are not there. {@code make control-plane} runs it; it measures, and proves no more than
 * that the launch ends well.
 */
class ControlPlaneTrial {
  private static final int STEPS = setting("steps", 100);
  private static final int WORKERS = setting("workers", 100); // of one slot each
  private static final int MILLIS = setting("millis", 500); // that the edit of a view takes
  private static final int VIEWS = setting("views", 1); // in a step
  private static final int WORKFLOW_WORKERS = setting("workflow-workers", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(setting("minutes", 30));

  private static final int VIEWS_OF_A_STYLE = 10 * 10 + 1 + 16; // grid, front, to score by
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String RUN = "control-plane";
  private static final String SLEEPERS = "dev.triptych.cli.sketch.SleepingWorkers";
  private static final Path FOLDER = Checkout.OUTPUT.resolve(RUN);
  private static final Path RAM = Path.of("/dev/shm");

  private static int setting(String name, int usual) {
    return Integer.getInteger("control." + name, usual);
  }

  @Test
  void measures() throws IOException {
    Path data =
        Files.createTempDirectory(Files.isWritable(RAM) ? RAM : Checkout.OUTPUT, "triptych-");
    List<Process> processes = new ArrayList<>();
    Services.remove(FOLDER);
    try (Services services = Services.start(Service.TEMPORAL)) {
      Map<String, String> environment = environment(services, data);
      ProcessCost server = new ProcessCost(services.process(Service.TEMPORAL));
      for (int i = 0; i < WORKFLOW_WORKERS; i++) {
        processes.add(start(environment, "workflows.log", program("worker", "--queue", "cpu")));
      }
      Path diary = FOLDER.resolve("edits.csv");
      processes.add(start(environment, "sleepers.log", sleepers(diary)));
      Await.that("the workers", () -> Files.exists(diary) && diary.toFile().length() > 0);
      ProcessCost workflows = new ProcessCost(processes.get(0).pid());
      ProcessCost sleepers = new ProcessCost(processes.get(WORKFLOW_WORKERS).pid());

      long start = System.nanoTime();
      Process launch = start(environment, "run.log", launching());
      processes.add(launch);
      ProcessCost command = new ProcessCost(launch.pid());
      Await.within(
          PATIENCE,
          "the end of the launch",
          () -> {
            List.of(server, workflows, sleepers, command).forEach(ProcessCost::look);
            Await.pause(LOOK);
            return !launch.isAlive();
          });
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(launch.exitValue()).as("see " + FOLDER).isZero();

      EditDiary edits = EditDiary.read(diary);
      ControlPlaneTable.add(
          columns(seconds, edits, histories(environment), server, workflows, sleepers, command));
    } finally {
      processes.forEach(Lab::kill);
      Services.remove(data);
    }
  }

  /** Nothing but Temporal and the folder: MLflow and S3 have their own limits. */
  private static Map<String, String> environment(Services services, Path data) {
    return Map.of(
        "TEMPORAL_ADDRESS",
        Objects.requireNonNull(services.environment().get("TEMPORAL_ADDRESS")),
        "TRIPTYCH_DATA",
        data.toString(),
        "TRIPTYCH_BUILD",
        "never");
  }

  private static Process start(Map<String, String> environment, String log, String... words) {
    return new Command(environment, FOLDER.resolve(log), words).start();
  }

  private static String[] program(String... words) {
    return Stream.concat(Stream.of(Checkout.ROOT.resolve("triptych").toString()), Stream.of(words))
        .toArray(String[]::new);
  }

  private static String[] sleepers(Path diary) throws IOException {
    Files.createDirectories(FOLDER);
    String ours =
        Stream.of(
                "experiments/target/test-classes",
                "experiments/target/triptych-cli.jar",
                "activities/worker/target/triptych-worker.jar",
                "activities/mannequin/target/triptych-mannequin.jar",
                "activities/models/target/triptych-models.jar",
                "workflows/target/triptych-workflows.jar")
            .map(part -> Checkout.ROOT.resolve(part).toString())
            .collect(Collectors.joining(File.pathSeparator));
    String others = Files.readString(Checkout.ROOT.resolve("experiments/target/classpath")).strip();
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:+UseSerialGC",
      "-Xmx1g", // as the launcher's
      "-Djava.awt.headless=true",
      "-cp",
      ours + File.pathSeparator + others,
      SLEEPERS,
      Integer.toString(WORKERS),
      "1",
      Integer.toString(MILLIS),
      diary.toString()
    };
  }

  private static String[] launching() throws IOException {
    int styles = Math.max(1, Math.round((float) STEPS / VIEWS_OF_A_STYLE));
    String names =
        IntStream.rangeClosed(1, styles)
            .mapToObj(style -> "  - style " + style + "\n")
            .collect(Collectors.joining());
    Path spec =
        Files.writeString(
            FOLDER.resolve("spec.yaml"),
            """
            name: control-plane
            priors: mannequin-64
            trainedOn: mssi
            views: {grid: 10}
            evaluation: {views: {grid: 3}}
            styles:
            """
                + names);
    return program(
        "run",
        spec.toString(),
        "--run",
        RUN,
        "--slots",
        Integer.toString(WORKERS),
        "--views-per-step",
        Integer.toString(VIEWS));
  }

  /** All executions of the launch, once Temporal's index knows that they have ended. */
  private static List<WorkflowExecutionInfo> histories(Map<String, String> environment) {
    try (TemporalServer temporal = new TemporalServer(environment)) {
      return Await.found(
          "the end of all workflows",
          () ->
              Optional.of(temporal.executions(RUN))
                  .filter(
                      all ->
                          all.stream()
                              .noneMatch(
                                  each ->
                                      each.getStatus()
                                          == WorkflowExecutionStatus
                                              .WORKFLOW_EXECUTION_STATUS_RUNNING)));
    }
  }

  private static Map<String, String> columns(
      double seconds,
      EditDiary edits,
      List<WorkflowExecutionInfo> histories,
      ProcessCost server,
      ProcessCost workflows,
      ProcessCost sleepers,
      ProcessCost command) {
    Map<String, String> row = new LinkedHashMap<>();
    double thousands = edits.edits() / 1e3;
    row.put("edits", Integer.toString(edits.edits()));
    row.put("workers", Integer.toString(WORKERS));
    row.put("ms per view", Integer.toString(MILLIS));
    row.put("views per step", Integer.toString(VIEWS));
    row.put("launch s", number(seconds));
    row.put("edits from first to last s", number(edits.seconds()));
    row.put("edits/s", number(edits.edits() / edits.seconds()));
    row.put("slots busy %", number(100 * edits.busy(WORKERS)));
    row.put("ms in queue: median", Long.toString(EditDiary.quantile(edits.inQueue(), .5)));
    row.put("ms in queue: p99", Long.toString(EditDiary.quantile(edits.inQueue(), .99)));
    row.put(
        "ms between steps: median", Long.toString(EditDiary.quantile(edits.betweenSteps(), .5)));
    row.put("ms between steps: p99", Long.toString(EditDiary.quantile(edits.betweenSteps(), .99)));
    row.put("executions", Integer.toString(histories.size()));
    row.put("continued", Long.toString(continued(histories)));
    row.put("most events", largest(histories, WorkflowExecutionInfo::getHistoryLength, 1));
    row.put("most kB", largest(histories, WorkflowExecutionInfo::getHistorySizeBytes, 1000));
    row.put(
        "all kB",
        number(
            histories.stream().mapToLong(WorkflowExecutionInfo::getHistorySizeBytes).sum() / 1e3));
    Map<String, ProcessCost> processes = new LinkedHashMap<>();
    processes.put("server", server);
    processes.put("workflows' worker", workflows);
    processes.put("edits' workers", sleepers);
    processes.put("command line", command);
    processes.forEach(
        (name, cost) -> {
          row.put(name + " peak MiB", Long.toString(cost.peakMib()));
          row.put(name + " CPU s per 1000", number(cost.cpuSeconds() / thousands));
        });
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static long continued(List<WorkflowExecutionInfo> histories) {
    return histories.stream()
        .filter(
            each ->
                each.getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW)
        .count();
  }

  private static String largest(
      List<WorkflowExecutionInfo> histories,
      ToLongFunction<WorkflowExecutionInfo> size,
      long unit) {
    WorkflowExecutionInfo most =
        histories.stream().max(Comparator.comparingLong(size)).orElseThrow();
    return size.applyAsLong(most) / unit + " (" + most.getType().getName() + ")";
  }
}
