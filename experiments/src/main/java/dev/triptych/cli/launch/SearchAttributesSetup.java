package dev.triptych.cli.launch;

import dev.triptych.workflows.experiment.SearchKeys;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Sees to it that a service knows Triptych's search attributes. */
final class SearchAttributesSetup {
  private static final long PATIENCE_SECONDS = 10;

  private final WorkflowServiceStubs service;
  private final String namespace;

  SearchAttributesSetup(WorkflowClient client) {
    this.service = client.getWorkflowServiceStubs();
    this.namespace = client.getOptions().getNamespace();
  }

  /**
   * Registers what is missing.
   *
   * @return why the service will not know them; empty if it does
   */
  Optional<String> ensure() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder(service.getOptions())
                .setChannel(service.getRawChannel())
                .build());
    // The channel is the service's own: closing these stubs would close it too.
    OperatorServiceBlockingStub stub =
        operator.blockingStub().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<String, IndexedValueType> known;
    try {
      ListSearchAttributesRequest ask =
          ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build();
      known = stub.listSearchAttributes(ask).getCustomAttributesMap();
    } catch (StatusRuntimeException e) {
      return aliases(); // Temporal Cloud keeps its operator service to itself
    }
    List<SearchAttributeKey<?>> missing =
        SearchKeys.ALL.stream().filter(key -> !known.containsKey(key.getName())).toList();
    List<String> other =
        SearchKeys.ALL.stream()
            .filter(
                key -> known.getOrDefault(key.getName(), key.getValueType()) != key.getValueType())
            .map(SearchAttributeKey::getName)
            .toList();
    if (!other.isEmpty()) {
      return Optional.of("it has " + String.join(", ", other) + " with another type");
    }
    return missing.isEmpty() ? Optional.empty() : register(missing, stub);
  }

  private Optional<String> register(
      List<SearchAttributeKey<?>> missing, OperatorServiceBlockingStub stub) {
    AddSearchAttributesRequest.Builder add =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    missing.forEach(key -> add.putSearchAttributes(key.getName(), key.getValueType()));
    try {
      stub.addSearchAttributes(add.build());
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(
          "they could not be registered (" + e.getStatus().getCode() + "). " + howTo(missing));
    }
  }

  private Optional<String> aliases() {
    DescribeNamespaceRequest ask =
        DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build();
    Collection<String> known;
    try {
      known =
          service
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeNamespace(ask)
              .getConfig()
              .getCustomSearchAttributeAliasesMap()
              .values();
    } catch (StatusRuntimeException e) {
      return Optional.of("it does not say which it knows (" + e.getStatus().getCode() + ")");
    }
    List<SearchAttributeKey<?>> missing =
        SearchKeys.ALL.stream().filter(key -> !known.contains(key.getName())).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("it does not know them. " + howTo(missing));
  }

  private static String howTo(List<SearchAttributeKey<?>> missing) {
    return "An operator can register "
        + missing.stream().map(SearchAttributesSetup::typed).collect(Collectors.joining(", "))
        + ".";
  }

  private static String typed(SearchAttributeKey<?> key) {
    String type = key.getValueType() == IndexedValueType.INDEXED_VALUE_TYPE_INT ? "Int" : "Keyword";
    return key.getName() + " (" + type + ")";
  }
}
