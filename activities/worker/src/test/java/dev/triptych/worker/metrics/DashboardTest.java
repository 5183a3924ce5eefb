package dev.triptych.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard shows what a worker really exports. */
@Timeout(120)
class DashboardTest {
  private static final Path DASHBOARD = Path.of("../../infra/grafana/triptych.json");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:triptych|temporal|jvm|process)_\\w+");

  @TempDir Path folder;

  /** Asks for one edit twice. */
  @WorkflowInterface
  public interface Twice {
    @WorkflowMethod
    void edit();
  }

  public static final class TwiceImpl implements Twice {
    @Override
    public void edit() {
      EditingActivities editing =
          Workflow.newActivityStub(EditingActivities.class, StepOptions.edit(1));
      editing.editView(request());
      editing.editView(request());
    }

    private static EditViewRequest request() {
      ArtifactRef source = new ArtifactRef("blobs/x", "0".repeat(64), 1, "image/png");
      return new EditViewRequest(
          new PriorRef("none", "1".repeat(64)),
          source,
          new EditSettings("an elf", "", 20, 7, 1.5, EditSettings.Start.PURE_NOISE, 1, 0, null));
    }
  }

  /** Fails at first. */
  public final class Editing implements EditingActivities {
    private boolean failed;

    @Override
    @Memoised(version = 1)
    public Staged<EditedView> editView(EditViewRequest request) {
      Activity.getExecutionContext().heartbeat(new Heartbeat(1, 20, null));
      if (!failed) {
        failed = true;
        throw ApplicationFailure.newFailure("try again", "Whim");
      }
      return Staged.unkeyed(Stage.EDIT_VIEW, new EditedView(store.put(new byte[1], "image/png")));
    }

    @Override
    public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
      return requests.stream().map(this::editView).toList();
    }
  }

  private FolderStore store;

  @Test
  void namesOnlyMetricsThatAWorkerExports() throws Exception {
    Set<String> shown = shown();
    assertThat(shown).hasSizeGreaterThan(10);
    store = FolderStore.open(folder);
    try (MetricsServer metrics = MetricsServer.start(0);
        EmbeddedTemporal temporal = EmbeddedTemporal.start(metrics.scope());
        TriptychWorker worker =
            new TriptychWorker(
                temporal.client(),
                new Registrations(
                    cpu -> cpu.registerWorkflowImplementationTypes(TwiceImpl.class),
                    List.of(new Editing()),
                    List.of()),
                new Memo(store, Clock.systemUTC()),
                WorkerPlacement.ofBothQueues(List.of(Device.cpu(), Device.cpu())),
                metrics.worker());
        QueueBacklog backlog = QueueBacklog.watch(temporal.client(), metrics.worker())) {
      worker.start();
      WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CPU).build();
      temporal.client().newWorkflowStub(Twice.class, options).edit();
      TrainingStepCounter.of(Stage.FINE_TUNE, metrics.worker()).accept(new Heartbeat(1, 400, null));

      Instant deadline = Instant.now().plusSeconds(60);
      String text = scrape(metrics.url());
      while (!names(text).containsAll(shown) && Instant.now().isBefore(deadline)) {
        text = scrape(metrics.url()); // the SDK's own numbers come every second
      }
      assertThat(names(text)).containsAll(shown);
      assertThat(text)
          .contains("triptych_memo_lookups_total{result=\"hit\",stage=\"edit-view\"} 1.0")
          .contains("triptych_memo_lookups_total{result=\"miss\",stage=\"edit-view\"} 1.0")
          .contains("triptych_stage_seconds_count{stage=\"edit-view\"} 1")
          .contains("triptych_edits_total 1.0")
          .contains("triptych_training_steps_total{stage=\"fine-tune\"} 1.0")
          .contains("triptych_slots{queue=\"triptych-gpu\"} 2.0");
    }
  }

  @Test
  void countsTheStepsOfAnAttemptThatGoesOnFromACheckpoint() throws Exception {
    try (MetricsServer metrics = MetricsServer.start(0)) {
      var steps = TrainingStepCounter.of(Stage.FINE_TUNE, metrics.worker());
      for (int step = 201; step <= 210; step++) {
        steps.accept(new Heartbeat(step, 400, null));
        steps.accept(new Heartbeat(step, 400, null)); // with a checkpoint
      }
      assertThat(scrape(metrics.url()))
          .contains("triptych_training_steps_total{stage=\"fine-tune\"} 10.0");
    }
  }

  private static Set<String> shown() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
    Set<String> shown = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher metric = METRIC.matcher(expression.asText());
      while (metric.find()) {
        shown.add(metric.group());
      }
    }
    return shown;
  }

  private static Set<String> names(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll("[{ ].*", ""))
        .collect(Collectors.toSet());
  }

  private static String scrape(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
