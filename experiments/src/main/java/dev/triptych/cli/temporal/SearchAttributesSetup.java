package dev.triptych.cli.temporal;

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
    OperatorServiceBlockingStub stub = operator();
    Map<String, IndexedValueType> known;
    try {
      known = known(stub);
    } catch (StatusRuntimeException e) {
      return aliases(); // Temporal Cloud keeps its operator service to itself
    }
    List<SearchAttributeKey<?>> missing = missing(known);
    Optional<String> trouble = otherTypes(known);
    return trouble.isPresent() || missing.isEmpty() ? trouble : register(missing, stub);
  }

  /**
   * Looks, and registers nothing.
   *
   * @return why the service does not know them; empty if it does
   */
  Optional<String> look() {
    Map<String, IndexedValueType> known;
    try {
      known = known(operator());
    } catch (StatusRuntimeException e) {
      return aliases();
    }
    List<SearchAttributeKey<?>> missing = missing(known);
    Optional<String> trouble = otherTypes(known);
    return trouble.isPresent() || missing.isEmpty()
        ? trouble
        : Optional.of("it does not know " + typed(missing));
  }

  private OperatorServiceBlockingStub operator() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder(service.getOptions())
                .setChannel(service.getRawChannel())
                .build());
    // The channel is the service's own: closing these stubs would close it too.
    return operator.blockingStub().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private Map<String, IndexedValueType> known(OperatorServiceBlockingStub stub) {
    ListSearchAttributesRequest ask =
        ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build();
    return stub.listSearchAttributes(ask).getCustomAttributesMap();
  }

  private static List<SearchAttributeKey<?>> missing(Map<String, IndexedValueType> known) {
    return SearchKeys.ALL.stream().filter(key -> !known.containsKey(key.getName())).toList();
  }

  private static Optional<String> otherTypes(Map<String, IndexedValueType> known) {
    List<String> other =
        SearchKeys.ALL.stream()
            .filter(
                key -> known.getOrDefault(key.getName(), key.getValueType()) != key.getValueType())
            .map(SearchAttributeKey::getName)
            .toList();
    return other.isEmpty()
        ? Optional.empty()
        : Optional.of("it has " + String.join(", ", other) + " with another type");
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
    return "An operator can register " + typed(missing) + ".";
  }

  private static String typed(List<SearchAttributeKey<?>> keys) {
    return keys.stream().map(SearchAttributesSetup::typed).collect(Collectors.joining(", "));
  }

  private static String typed(SearchAttributeKey<?> key) {
    String type = key.getValueType() == IndexedValueType.INDEXED_VALUE_TYPE_INT ? "Int" : "Keyword";
    return key.getName() + " (" + type + ")";
  }
}
