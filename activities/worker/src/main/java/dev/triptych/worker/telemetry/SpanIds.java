package dev.triptych.worker.telemetry;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Ids by chance, but for spans whose id is chosen ({@link NextSpanId}). */
final class SpanIds implements IdGenerator {
  private static final IdGenerator CHANCE = IdGenerator.random();

  @Override
  public String generateSpanId() {
    return NextSpanId.take().orElseGet(CHANCE::generateSpanId);
  }

  @Override
  public String generateTraceId() {
    return CHANCE.generateTraceId();
  }
}
