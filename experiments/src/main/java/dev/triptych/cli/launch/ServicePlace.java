package dev.triptych.cli.launch;

import io.temporal.client.WorkflowClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where workflows of a service are found.
 *
 * @param address host and port
 */
record ServicePlace(String address, String namespace) {
  private static final String UI = "TRIPTYCH_TEMPORAL_UI";
  private static final String CLOUD = ".tmprl.cloud:7233";
  private static final String CLOUD_API = ".api.temporal.io:7233"; // regional, for API keys

  static ServicePlace of(WorkflowClient client) {
    @Nullable String target = client.getWorkflowServiceStubs().getOptions().getTarget();
    return new ServicePlace(
        target == null ? "a channel of this process" : target, client.getOptions().getNamespace());
  }

  /** The page of a workflow; null if nobody knows where the UI is. */
  @Nullable String page(String workflowId, Map<String, String> environment) {
    String ui = environment.getOrDefault(UI, "");
    if (ui.isBlank() && (address.endsWith(CLOUD) || address.endsWith(CLOUD_API))) {
      ui = "https://cloud.temporal.io";
    }
    if (ui.isBlank()) {
      return null;
    }
    String id = URLEncoder.encode(workflowId, StandardCharsets.UTF_8).replace("+", "%20");
    return ui.replaceAll("/+$", "") + "/namespaces/" + namespace + "/workflows/" + id;
  }

  @Override
  public String toString() {
    return "namespace " + namespace + " at " + address;
  }
}
