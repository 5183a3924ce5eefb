package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns Ctrl-C into the cancellation of a workflow, and holds the JVM until that is done. */
final class Interruption implements AutoCloseable {
  // Training steps and edits stop at their next heartbeat.
  private static final long PATIENCE_SECONDS = 20;

  private final WorkflowStub workflow;
  private final String again;
  private final Console console;
  private final Thread hook;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean requested;

  private Interruption(WorkflowStub workflow, String again, Console console) {
    this.workflow = workflow;
    this.again = again;
    this.console = console;
    this.hook = new Thread(this::cancelAndWait, "triptych-interruption");
  }

  /**
   * @param again the command that goes on with what was stopped, without the program's name
   */
  static Interruption cancels(WorkflowStub workflow, String again, Console console) {
    Interruption interruption = new Interruption(workflow, again, console);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user asked the launch to stop. */
  boolean requested() {
    return requested;
  }

  private void cancelAndWait() {
    cancel();
    try {
      boolean stopped = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      console.err().println(stopped ? "Stopped." : "Some work did not stop in time and is left.");
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
      workflow.cancel();
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
