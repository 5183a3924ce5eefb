package dev.triptych.cli.temporal;

import dev.triptych.worker.activities.WorkflowPages;
import io.temporal.client.WorkflowClient;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where workflows of a service are found.
 *
 * @param address host and port; null for a service inside this process
 */
public record ServicePlace(@Nullable String address, String namespace) {
  public static ServicePlace of(WorkflowClient client) {
    return new ServicePlace(
        client.getWorkflowServiceStubs().getOptions().getTarget(),
        client.getOptions().getNamespace());
  }

  /** Where its workflows are looked at. */
  public WorkflowPages pages(Map<String, String> environment) {
    return WorkflowPages.of(address, environment);
  }

  /** The page of a workflow; empty if nobody knows where the pages are. */
  public Optional<String> page(String workflowId, Map<String, String> environment) {
    return pages(environment).page(namespace, workflowId);
  }

  @Override
  public String toString() {
    String where = address == null ? "a channel of this process" : address;
    return "namespace " + namespace + " at " + where;
  }
}
