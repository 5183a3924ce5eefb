package dev.triptych.worker.activities;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where people look at workflows.
 *
 * @param ui address of Temporal's user interface; null if there is none or it is not known
 */
public record WorkflowPages(@Nullable String ui) {
  private static final String UI = "TRIPTYCH_TEMPORAL_UI";
  private static final String CLOUD_UI = "https://cloud.temporal.io";
  private static final String CLOUD = ".tmprl.cloud:7233";
  private static final String CLOUD_API = ".api.temporal.io:7233"; // regional, for API keys

  /**
   * As {@code environment} says, or where Temporal Cloud has them.
   *
   * @param service host and port; null for one inside this process, which has no pages
   */
  public static WorkflowPages of(@Nullable String service, Map<String, String> environment) {
    if (service == null) {
      return new WorkflowPages(null);
    }
    String ui = environment.getOrDefault(UI, "").strip().replaceAll("/+$", "");
    boolean cloud = service.endsWith(CLOUD) || service.endsWith(CLOUD_API);
    return new WorkflowPages(!ui.isEmpty() ? ui : cloud ? CLOUD_UI : null);
  }

  /** The page of a workflow; empty if nobody knows where the pages are. */
  public Optional<String> page(String namespace, String workflowId) {
    return Optional.ofNullable(ui)
        .map(
            address ->
                address
                    + "/namespaces/"
                    + escaped(namespace)
                    + "/workflows/"
                    + escaped(workflowId));
  }

  private static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
