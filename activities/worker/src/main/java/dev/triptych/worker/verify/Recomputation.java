package dev.triptych.worker.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Maker;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.verify.Comparison.Differing;
import dev.triptych.worker.verify.Comparison.Outcome;
import dev.triptych.workflows.recompute.RecomputeRequest;
import dev.triptych.workflows.recompute.RecomputeWorkflow;
import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes kept stages once more, beside the store, and compares what comes out. */
public final class Recomputation {
  private static final String UNKNOWN = "application/octet-stream"; // media type
  private static final List<String> SOFTWARE = List.of("pytorch", "djl", "os");

  private final WorkflowClient client;
  private final ArtifactStore kept;
  private final ArtifactStore now;
  private final double tolerance;

  /**
   * @param client of a service whose worker works on {@code now}
   * @param kept what is verified
   * @param now an {@link OverlaidStore} of it
   * @param tolerance of values that were made at another place: a {@link Differing#distance()}
   */
  public Recomputation(
      WorkflowClient client, ArtifactStore kept, ArtifactStore now, double tolerance) {
    this.client = client;
    this.kept = kept;
    this.now = now;
    this.tolerance = tolerance;
  }

  /** Id of the workflow that makes a stage once more, while it goes on. */
  public static String workflowId(KeptStage stage) {
    return "verify/" + stage.stage().slug() + "/" + stage.key();
  }

  /** Makes a stage once more; waits for it. */
  public Comparison of(KeptStage stage) {
    JsonNode request;
    try {
      request = Rebuilt.request(stage);
    } catch (UncheckedIOException e) {
      return notComparable(stage, List.of(), 0);
    }
    StageRecord record;
    try {
      record =
          client
              .newWorkflowStub(
                  RecomputeWorkflow.class,
                  WorkflowOptions.newBuilder()
                      .setWorkflowId(workflowId(stage))
                      .setTaskQueue(TaskQueues.CPU)
                      .build())
              .run(new RecomputeRequest(stage.stage(), request));
    } catch (WorkflowException e) {
      boolean around = Failures.ofSurroundings(StageFailures.type(e));
      return new Comparison(
          stage.stage(),
          stage.key(),
          around ? Outcome.IN_THE_WAY : Outcome.FAILED,
          List.of(),
          0,
          stage.seconds(),
          List.of(),
          StageFailures.message(e));
    }
    return compare(stage, record);
  }

  private Comparison compare(KeptStage stage, StageRecord record) {
    List<String> elsewhere = elsewhere(stage, record);
    if (!stage.key().equals(record.key())) {
      return notComparable(stage, elsewhere, record.seconds());
    }
    List<Differing> differing = differing(stage.outputs(), record.outputs());
    return new Comparison(
        stage.stage(),
        stage.key(),
        outcome(differing, elsewhere),
        elsewhere,
        record.seconds(),
        stage.seconds(),
        differing,
        null);
  }

  private static Comparison notComparable(KeptStage stage, List<String> elsewhere, double seconds) {
    return new Comparison(
        stage.stage(),
        stage.key(),
        Outcome.NOT_COMPARABLE,
        elsewhere,
        seconds,
        stage.seconds(),
        List.of(),
        "made by version "
            + stage.version()
            + " of the step, or from a request that this version of Triptych reads otherwise");
  }

  private Outcome outcome(List<Differing> differing, List<String> elsewhere) {
    if (differing.isEmpty()) {
      return Outcome.SAME_BITS;
    }
    boolean near = differing.stream().allMatch(each -> each.distance() <= tolerance);
    return near && !elsewhere.isEmpty() ? Outcome.WITHIN_TOLERANCE : Outcome.DIFFERENT;
  }

  private List<Differing> differing(List<StageOutput> then, List<StageOutput> made) {
    Map<String, StageOutput> byName = new HashMap<>();
    made.forEach(output -> byName.put(output.name(), output));
    Values values = new Values(kept, now);
    List<Differing> differing = new ArrayList<>();
    for (StageOutput old : then) {
      StageOutput fresh = byName.remove(old.name());
      if (fresh == null) {
        differing.add(lacking(old.name(), old.sha256(), ""));
      } else if (!fresh.sha256().equals(old.sha256())) {
        Values.Distance distance = values.between(old.ref(UNKNOWN), fresh.ref(UNKNOWN));
        differing.add(
            new Differing(
                old.name(), old.sha256(), fresh.sha256(), distance.value(), distance.measure()));
      }
    }
    byName.forEach((name, fresh) -> differing.add(lacking(name, "", fresh.sha256())));
    return differing;
  }

  private static Differing lacking(String name, String then, String made) {
    return new Differing(name, then, made, Double.POSITIVE_INFINITY, "only one result has it");
  }

  private List<String> elsewhere(KeptStage then, StageRecord record) {
    String key = record.key();
    if (key == null) {
      return List.of();
    }
    return now.read(StoreLayout.stage(record.stage(), key))
        .map(document -> places(then, Json.parse(document, KeptStage.class)))
        .orElse(List.of());
  }

  private static List<String> places(KeptStage then, KeptStage made) {
    List<String> places = new ArrayList<>();
    Maker old = then.maker();
    Maker fresh = made.maker();
    add("host", then.host(), made.host(), places);
    if (old != null && fresh != null) {
      add("processor", old.processor(), fresh.processor(), places);
      add("device", old.device(), fresh.device(), places);
    }
    for (String name : SOFTWARE) {
      add(name, then.versions().get(name), made.versions().get(name), places);
    }
    return places;
  }

  private static void add(
      String what, @Nullable String then, @Nullable String made, List<String> into) {
    if (then != null && made != null && !Objects.equals(then, made)) {
      into.add(what + " " + then + " → " + made);
    }
  }
}
