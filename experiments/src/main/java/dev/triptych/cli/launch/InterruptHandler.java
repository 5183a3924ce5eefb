package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does. Before a launch it says how to go on; a workflow that only lives in this
 * process is cancelled, and the JVM held until that is done; one on a service goes on.
 */
final class InterruptHandler implements AutoCloseable {
  // Training steps and edits stop at their next heartbeat.
  private static final long PATIENCE_SECONDS = 20;

  private final @Nullable WorkflowStub workflow; // null if there is none, or it goes on
  private final String again;
  private final Console console;
  private final Thread hook;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean requested;

  private InterruptHandler(
      @Nullable WorkflowStub workflow,
      String again,
      Console console,
      Consumer<InterruptHandler> action) {
    this.workflow = workflow;
    this.again = again;
    this.console = console;
    this.hook = new Thread(() -> action.accept(this), "triptych-interruption");
  }

  /**
   * While nothing is launched yet.
   *
   * @param again the command that does it, without the program's name
   */
  static InterruptHandler refrains(String again, Console console) {
    return new InterruptHandler(null, again, console, InterruptHandler::refrain).hooked();
  }

  /**
   * @param again the command that goes on with what was stopped, without the program's name
   */
  static InterruptHandler cancels(WorkflowStub workflow, String again, Console console) {
    return new InterruptHandler(workflow, again, console, InterruptHandler::cancelAndWait).hooked();
  }

  /**
   * @param again the command that follows it again, without the program's name
   */
  static InterruptHandler detaches(String again, Console console) {
    return new InterruptHandler(null, again, console, InterruptHandler::detach).hooked();
  }

  private InterruptHandler hooked() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  private void refrain() {
    console.err().println("\nStopped before anything was launched. Go on with: triptych " + again);
    console.err().flush();
  }

  private void detach() {
    console
        .err()
        .println("\nIt continues on the Temporal service. Follow it again: triptych " + again);
    console.err().flush();
  }

  /** Whether the user asked the launch to stop. */
  boolean requested() {
    return requested;
  }

  private void cancelAndWait() {
    cancel();
    try {
      boolean stopped = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      console
          .err()
          .println(stopped ? "Stopped." : "Some work did not stop in time and was abandoned.");
      console.err().println("Go on with: triptych " + again);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.err().flush();
  }

  /** Asks the launch to stop; what is finished by then is kept. */
  void cancel() {
    requested = true;
    console.err().println("\nStopping. Finished steps are kept.");
    console.err().flush();
    try {
      if (workflow != null) {
        workflow.cancel();
      }
    } catch (WorkflowException e) {
      over.countDown(); // it has ended by itself
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      over.countDown(); // the JVM is going down and waits for this
    }
  }
}
