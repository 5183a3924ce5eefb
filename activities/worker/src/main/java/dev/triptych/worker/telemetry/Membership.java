package dev.triptych.worker.telemetry;

import io.opentelemetry.api.trace.SpanBuilder;

/**
 * What a workflow belongs to, by its id.
 *
 * @param cell a portrait or model, or what several share; empty for the launch itself
 */
record Membership(String run, String cell) {
  static Membership of(String workflow) {
    int end = workflow.indexOf('/');
    return end < 0
        ? new Membership(workflow, "")
        : new Membership(workflow.substring(0, end), workflow.substring(end + 1));
  }

  void say(SpanBuilder span) {
    span.setAttribute(Spans.RUN, run);
    if (!cell.isEmpty()) {
      span.setAttribute(Spans.CELL, cell);
    }
  }
}
