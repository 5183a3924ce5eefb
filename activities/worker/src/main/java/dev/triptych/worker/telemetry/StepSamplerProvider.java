package dev.triptych.worker.telemetry;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Offers {@code OTEL_TRACES_SAMPLER=triptych_steps}. */
public final class StepSamplerProvider implements ConfigurableSamplerProvider {
  private static final double SHARE = 0.01; // a hundred spans of ten thousand views

  @Override
  public Sampler createSampler(ConfigProperties config) {
    double share = config.getDouble("otel.traces.sampler.arg", SHARE);
    try {
      return new StepSampler(share);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("OTEL_TRACES_SAMPLER_ARG: " + e.getMessage());
    }
  }

  @Override
  public String getName() {
    return "triptych_steps";
  }
}
