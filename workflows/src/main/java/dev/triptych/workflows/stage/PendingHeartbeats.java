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

/** The newest heartbeats of a workflow's running activities, as the service knows them. */
public final class PendingHeartbeats {
  private static final Pattern WORD = Pattern.compile("(?:^|-)(.)");

  private final List<PendingActivityInfo> activities;

  private PendingHeartbeats(List<PendingActivityInfo> activities) {
    this.activities = activities;
  }

  /** Asks the service; none for a workflow that it does not know. */
  public static PendingHeartbeats of(WorkflowStub workflow) {
    try {
      return new PendingHeartbeats(
          workflow.describe().getRawDescription().getPendingActivitiesList());
    } catch (WorkflowException e) {
      return new PendingHeartbeats(List.of());
    }
  }

  public List<Heartbeat> all() {
    return activities.stream().map(PendingHeartbeats::heartbeat).flatMap(Optional::stream).toList();
  }

  /** The heartbeat of an execution of {@code stage}. */
  public Optional<Heartbeat> of(Stage stage) {
    return activities.stream()
        .filter(activity -> activity.getActivityType().getName().equals(activityType(stage)))
        .map(PendingHeartbeats::heartbeat)
        .flatMap(Optional::stream)
        .findFirst();
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
}
