package dev.triptych.worker.memo;

import java.util.Objects;

/**
 * For whom and on what a stage ran.
 *
 * @param workflow id of the workflow that asked for it, {@code <run>/…}
 * @param device {@code cuda:0}, or {@code cpu}
 * @param processor the machine's, for people
 */
public record Maker(String workflow, String device, String processor) {
  public Maker {
    Objects.requireNonNull(workflow, "workflow is null");
    Objects.requireNonNull(device, "device is null");
    Objects.requireNonNull(processor, "processor is null");
  }

  /** The run that it belonged to. */
  public String run() {
    int end = workflow.indexOf('/');
    return end < 0 ? workflow : workflow.substring(0, end);
  }
}
