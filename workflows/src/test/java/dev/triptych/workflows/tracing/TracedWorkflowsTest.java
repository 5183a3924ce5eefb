package dev.triptych.workflows.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.testing.TestTemporal;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.temporal.activity.ActivityInterface;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracedWorkflowsTest {
  private static final SpanContext COMMAND =
      SpanContext.create(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.builder().put("vendor", "word").build());

  /** Goes on as a new execution some times, has a child each time and fails if it is told to. */
  @WorkflowInterface
  public interface Outer {
    @WorkflowMethod
    String go(int continuations, boolean fail);
  }

  /** Asks for a step. */
  @WorkflowInterface
  public interface Inner {
    @WorkflowMethod
    String go();
  }

  /** The step. */
  @ActivityInterface
  public interface Steps {
    String step();
  }

  public static final class OuterImpl implements Outer {
    @Override
    public String go(int continuations, boolean fail) {
      Inner inner =
          Workflow.newChildWorkflowStub(
              Inner.class,
              ChildWorkflowOptions.newBuilder().setWorkflowId("inner" + continuations).build());
      String made = Async.function(inner::go).get();
      if (fail) {
        throw ApplicationFailure.newFailure("the disk is full", "StorageFull");
      }
      if (continuations > 0) {
        Workflow.newContinueAsNewStub(Outer.class).go(continuations - 1, false);
      }
      return made;
    }
  }

  public static final class InnerImpl implements Inner {
    private final Steps steps = Workflow.newActivityStub(Steps.class, StepOptions.training());

    @Override
    public String go() {
      return steps.step();
    }
  }

  private final List<EndedWorkflow> told = new CopyOnWriteArrayList<>();
  private final TestWorkflowEnvironment environment = TestTemporal.environment(told::add);

  TracedWorkflowsTest() {
    worker(environment);
    environment.newWorker(TaskQueues.GPU).registerActivitiesImplementations((Steps) () -> "made");
    environment.start();
  }

  private static Worker worker(TestWorkflowEnvironment environment) {
    Worker worker = environment.newWorker(TaskQueues.CPU);
    worker.registerWorkflowImplementationTypes(OuterImpl.class, InnerImpl.class);
    return worker;
  }

  @AfterEach
  void close() {
    environment.close();
  }

  private static Outer outer(WorkflowClient client) {
    return client.newWorkflowStub(Outer.class, TestTemporal.options("outer"));
  }

  /** As one that runs in a span. */
  private WorkflowClient tracedClient() {
    return WorkflowClient.newInstance(
        environment.getWorkflowServiceStubs(),
        WorkflowClientOptions.newBuilder(environment.getWorkflowClient().getOptions())
            .setInterceptors(
                new WorkflowClientInterceptorBase() {
                  @Override
                  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
                      WorkflowClientCallsInterceptor next) {
                    return new WorkflowClientCallsInterceptorBase(next) {
                      @Override
                      public WorkflowStartOutput start(WorkflowStartInput input) {
                        TraceHeader.write(COMMAND, input.getHeader());
                        return super.start(input);
                      }
                    };
                  }
                })
            .build());
  }

  private List<HistoryEvent> history(String id) {
    return environment.getWorkflowClient().fetchHistory(id).getEvents();
  }

  private static SpanContext parentOfStep(List<HistoryEvent> history) {
    return history.stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getHeader())
        .map(header -> TraceHeader.read(new Header(header)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepTheTraceInChildrenStepsAndContinuations() {
    assertThat(outer(tracedClient()).go(1, false)).isEqualTo("made");

    assertThat(told)
        .extracting(EndedWorkflow::id)
        .containsExactly("inner1", "outer", "inner0", "outer");
    assertThat(told)
        .allSatisfy(
            each -> {
              assertThat(each.span().getTraceId()).isEqualTo(COMMAND.getTraceId());
              assertThat(each.span().isSampled()).isTrue();
              assertThat(each.span().getTraceState().get("vendor")).isEqualTo("word");
              assertThat(each.failure()).isNull();
              assertThat(each.begun()).isBeforeOrEqualTo(each.ended());
            });
    assertThat(told).extracting(each -> each.span().getSpanId()).doesNotHaveDuplicates();
    EndedWorkflow first = told.get(1);
    EndedWorkflow continuation = told.get(3);
    assertThat(first.parent()).isEqualTo(continuation.parent());
    assertThat(first.parent().getSpanId()).isEqualTo(COMMAND.getSpanId());
    assertThat(told.get(0).parent().getSpanId()).isEqualTo(first.span().getSpanId());
    assertThat(told.get(2).parent().getSpanId()).isEqualTo(continuation.span().getSpanId());
    assertThat(parentOfStep(history("inner0")).getSpanId())
        .isEqualTo(told.get(2).span().getSpanId());
  }

  @Test
  void tellWhatTheyFailedWith() {
    Outer outer = outer(tracedClient());

    assertThatThrownBy(() -> outer.go(0, true)).isInstanceOf(WorkflowFailedException.class);

    assertThat(told.get(1).failure()).hasMessageContaining("the disk is full");
  }

  @Test
  void addNothingWhereNobodyBeganATrace() {
    outer(environment.getWorkflowClient()).go(1, false);

    assertThat(told).isEmpty();
    for (HistoryEvent event : history("inner0")) {
      assertThat(event.getWorkflowExecutionStartedEventAttributes().getHeader().getFieldsMap())
          .isEmpty();
      assertThat(event.getActivityTaskScheduledEventAttributes().getHeader().getFieldsMap())
          .isEmpty();
    }
  }

  @Test
  void areToldOfOnceHoweverOftenTheyAreReplayed() throws Exception {
    outer(tracedClient()).go(0, false);
    assertThat(told).hasSize(2);

    try (TestWorkflowEnvironment other = TestTemporal.environment(told::add)) {
      WorkflowReplayer.replayWorkflowExecution(
          environment.getWorkflowClient().fetchHistory("outer"), worker(other));
    }

    assertThat(told).hasSize(2);
  }

  @Test
  void aHeaderThatIsNoneIsPassedOver() {
    assertThat(TraceHeader.read(Header.empty()).isValid()).isFalse();
    assertThat(TraceHeader.of(Map.of("traceparent", "00-nonsense")).isValid()).isFalse();
    assertThat(TraceHeader.of(Map.of("traceparent", 7)).isValid()).isFalse();
    assertThat(TraceHeader.fields(SpanContext.getInvalid())).isEmpty();
    assertThat(TraceHeader.of(TraceHeader.fields(COMMAND)))
        .extracting(SpanContext::getTraceId, SpanContext::getSpanId, SpanContext::getTraceState)
        .containsExactly(COMMAND.getTraceId(), COMMAND.getSpanId(), COMMAND.getTraceState());
  }
}
