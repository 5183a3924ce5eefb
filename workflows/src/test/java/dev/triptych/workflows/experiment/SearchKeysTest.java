package dev.triptych.workflows.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SearchKeysTest {
  @Test
  void childrenCarryTheAttributesOfASearchableLaunch() {
    try (TestTemporal temporal = new TestTemporal()) {
      temporal.learnSearchKeys();
      WorkflowOptions options =
          WorkflowOptions.newBuilder(TestTemporal.options("run"))
              .setTypedSearchAttributes(SearchKeys.ofLaunch("fairy tales"))
              .build();
      launch(temporal, options);

      Map<String, List<String>> children = attributesOfChildren(temporal);
      assertThat(children.get("run/an-elf-ours-s0"))
          .containsExactlyInAnyOrder(
              "TriptychExperiment=\"fairy tales\"",
              "TriptychStyle=\"an elf\"",
              "TriptychVariant=\"ours\"",
              "TriptychSeed=0");
      assertThat(children.get("run/dataset/an-elf-s0"))
          .containsExactlyInAnyOrder(
              "TriptychExperiment=\"fairy tales\"", "TriptychStyle=\"an elf\"", "TriptychSeed=0");
    }
  }

  /** Such a server refuses any workflow that carries them. */
  @Test
  void aServerThatDoesNotKnowThemRunsTheLaunchWithout() {
    try (TestTemporal temporal = new TestTemporal()) {
      launch(temporal, TestTemporal.options("run"));

      assertThat(attributesOfChildren(temporal))
          .hasSize(2)
          .allSatisfy((id, attributes) -> assertThat(attributes).isEmpty());
    }
  }

  private static void launch(TestTemporal temporal, WorkflowOptions options) {
    ExperimentWorkflow workflow =
        temporal.client().newWorkflowStub(ExperimentWorkflow.class, options);
    WorkflowClient.start(workflow::run, Requests.launch("run", List.of("an elf"), Variant.OURS));
    WorkflowStub.fromTyped(workflow).getResult(ExperimentResult.class);
  }

  private static Map<String, List<String>> attributesOfChildren(TestTemporal temporal) {
    Map<String, List<String>> children = new TreeMap<>();
    for (HistoryEvent event : temporal.client().fetchHistory("run").getEvents()) {
      if (event.hasStartChildWorkflowExecutionInitiatedEventAttributes()) {
        String id = event.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId();
        HistoryEvent begin = temporal.client().fetchHistory(id).getEvents().get(0);
        children.put(
            id,
            begin
                .getWorkflowExecutionStartedEventAttributes()
                .getSearchAttributes()
                .getIndexedFieldsMap()
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().getData().toStringUtf8())
                .toList());
      }
    }
    return children;
  }

  @Test
  void keysHaveTheTypesThatAreDocumented() {
    assertThat(SearchKeys.ALL)
        .extracting(SearchAttributeKey::getName)
        .containsExactly("TriptychExperiment", "TriptychStyle", "TriptychVariant", "TriptychSeed");
  }
}
