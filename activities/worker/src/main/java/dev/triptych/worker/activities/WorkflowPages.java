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
  private static final String SERVICE = "TEMPORAL_ADDRESS";

  /** As {@code environment} says; a service inside this process has no pages. */
  public static WorkflowPages of(Map<String, String> environment) {
    String ui = environment.getOrDefault(UI, "").strip().replaceAll("/+$", "");
    boolean service = !environment.getOrDefault(SERVICE, "").isBlank();
    return new WorkflowPages(service && !ui.isEmpty() ? ui : null);
  }

  /** The page of a workflow. */
  Optional<String> page(String namespace, String workflowId) {
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
