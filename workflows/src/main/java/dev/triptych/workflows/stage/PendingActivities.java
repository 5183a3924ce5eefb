package dev.triptych.workflows.stage;

import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A workflow's activities that have not ended, as the service knows them. */
public final class PendingActivities {
  private static final Pattern WORD = Pattern.compile("(?:^|-)(.)");

  private final List<PendingActivityInfo> activities;

  private PendingActivities(List<PendingActivityInfo> activities) {
    this.activities = activities;
  }

  /** Asks the service; none for a workflow that it does not know. */
  public static PendingActivities of(WorkflowStub workflow) {
    try {
      return new PendingActivities(
          workflow.describe().getRawDescription().getPendingActivitiesList());
    } catch (WorkflowException e) {
      return new PendingActivities(List.of());
    }
  }

  public List<Heartbeat> heartbeats() {
    return activities.stream().map(PendingActivities::heartbeat).flatMap(Optional::stream).toList();
  }

  /** The heartbeat of an execution of {@code stage}. */
  public Optional<Heartbeat> of(Stage stage) {
    return activities.stream()
        .filter(activity -> activity.getActivityType().getName().equals(activityType(stage)))
        .map(PendingActivities::heartbeat)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Those that have failed and are tried again. */
  public List<Retry> retries() {
    return activities.stream()
        .filter(activity -> activity.getAttempt() > 1 && activity.hasLastFailure())
        .map(
            activity ->
                new Retry(
                    slug(activity.getActivityType().getName()),
                    activity.getAttempt(),
                    StageFailures.message(
                        DefaultDataConverter.STANDARD_INSTANCE.failureToException(
                            activity.getLastFailure()))))
        .toList();
  }

  private static Optional<Heartbeat> heartbeat(PendingActivityInfo activity) {
    if (!activity.hasHeartbeatDetails()) {
      return Optional.empty();
    }
    try {
      @Nullable Heartbeat heartbeat =
          DefaultDataConverter.STANDARD_INSTANCE.fromPayloads(
              0, Optional.of(activity.getHeartbeatDetails()), Heartbeat.class, Heartbeat.class);
      return Optional.ofNullable(heartbeat).filter(beat -> beat.total() > 0);
    } catch (DataConverterException e) {
      return Optional.empty(); // another kind of details
    }
  }

  /** Temporal's name of the method that runs {@code stage}: {@code fine-tune} is FineTune. */
  public static String activityType(Stage stage) {
    return WORD.matcher(stage.slug()).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }

  /** The other way round, also of activities that are no stages: {@code finish-cell}. */
  private static String slug(String activityType) {
    return activityType.replaceAll("(?<!^)(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
  }
}
