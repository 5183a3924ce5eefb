package dev.triptych.worker.activities;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.notice.NoticeWriter;
import dev.triptych.worker.notice.Webhook;
import dev.triptych.worker.notice.WebhookClient;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.SentNotice;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.tracking.NoticeRequest;
import dev.triptych.workflows.tracking.NotifyActivities;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells addresses that the environment holds how runs have ended. */
public final class NotifySteps implements NotifyActivities {
  private static final Logger LOG = LoggerFactory.getLogger(NotifySteps.class);

  private final ArtifactStore store;
  private final Map<String, String> environment;
  private final Clock clock;
  private final WebhookClient client;

  public NotifySteps(ArtifactStore store, Map<String, String> environment, Clock clock) {
    this(store, environment, clock, new WebhookClient());
  }

  public NotifySteps(
      ArtifactStore store, Map<String, String> environment, Clock clock, WebhookClient client) {
    this.store = store;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.client = client;
  }

  @Override
  public void sendNotice(NoticeRequest request) {
    Optional<String> problem = send(request);
    problem.ifPresent(why -> LOG.warn("nobody was notified of {}: {}", request.run(), why));
    new RunFolder(store, request.run())
        .writeNotice(new SentNotice(request.state(), clock.instant(), problem.orElse(null)));
  }

  /** Why it did not arrive; empty if it did. */
  private Optional<String> send(NoticeRequest request) {
    try {
      Webhook webhook = Webhook.named(request.variable(), environment);
      return client.post(webhook, Json.bytes(new NoticeWriter(store, clock).write(request)));
    } catch (TriptychException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
