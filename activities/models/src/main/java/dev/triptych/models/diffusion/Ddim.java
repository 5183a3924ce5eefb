package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * The noise schedule of Stable Diffusion 1.x and its deterministic sampler (DDIM, Song et al. 2021,
 * η = 0). The network predicts ε; timesteps are "leading"-spaced.
 */
public final class Ddim {
  private static final int MAX_TIMESTEPS = 100_000; // all known schedules have 1000

  /**
   * The schedule, under diffusers' names; what a JSON file leaves out takes Stable Diffusion 1.x's
   * value (diffusers' own class defaults are others and wrong for it).
   *
   * @param betaStart noise variance of the first step; the roots of the variances grow linearly
   * @param stepsOffset added to every sampled timestep
   * @param setAlphaToOne whether the last step ends without any noise, instead of at timestep 0's
   * @param clipSample whether the clean latents that a step predicts are kept within a range;
   *     Stable Diffusion does without
   * @param clipSampleRange their largest magnitude, 1 unless said
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      int numTrainTimesteps,
      double betaStart,
      double betaEnd,
      Integer stepsOffset,
      boolean setAlphaToOne,
      boolean clipSample,
      Double clipSampleRange) {
    public Config {
      numTrainTimesteps = numTrainTimesteps == 0 ? 1000 : numTrainTimesteps;
      betaStart = betaStart == 0 ? 0.00085 : betaStart;
      betaEnd = betaEnd == 0 ? 0.012 : betaEnd;
      stepsOffset = stepsOffset == null ? Integer.valueOf(1) : stepsOffset;
      clipSampleRange = clipSampleRange == null ? Double.valueOf(1) : clipSampleRange;
      if (numTrainTimesteps < 0 || numTrainTimesteps > MAX_TIMESTEPS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "num_train_timesteps %d is not from 1 to %d",
                numTrainTimesteps,
                MAX_TIMESTEPS));
      }
      if (clipSample && !(clipSampleRange > 0)) {
        throw new IllegalArgumentException(
            "clip_sample_range is a magnitude above 0, not " + clipSampleRange);
      }
      if (betaStart < 0 || betaEnd < betaStart || betaEnd >= 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "beta_start %s and beta_end %s must rise within (0, 1)",
                betaStart,
                betaEnd));
      }
    }

    public static Config stableDiffusion() {
      return new Config(1000, 0.00085, 0.012, 1, false, false, 1.0);
    }

    /** The same schedule with predicted latents kept within ±{@code range}. */
    public Config withClipSample(double range) {
      return new Config(
          numTrainTimesteps, betaStart, betaEnd, stepsOffset, setAlphaToOne, true, range);
    }

    /** The limit of predicted latents; 0 for none. */
    double limit() {
      return clipSample ? clipSampleRange : 0;
    }
  }

  private final Config config;
  private final float[] alphaBars;

  public Ddim(Config config) {
    this.config = config;
    this.alphaBars = alphaBars(config);
  }

  /** β_i = (√β_0 … √β_n, evenly spaced)², ᾱ_t = Π (1 − β_i), rounded as float32 code rounds it. */
  private static float[] alphaBars(Config config) {
    int n = config.numTrainTimesteps();
    float first = (float) Math.sqrt(config.betaStart());
    float last = (float) Math.sqrt(config.betaEnd());
    float step = (last - first) / Math.max(1, n - 1);
    float[] alphaBars = new float[n];
    double product = 1;
    for (int t = 0; t < n; t++) {
      float root = t < n / 2 ? first + step * t : last - step * (n - 1 - t);
      product *= 1 - root * root;
      alphaBars[t] = (float) product;
    }
    return alphaBars;
  }

  public Config config() {
    return config;
  }

  /** ᾱ_t, the share of the signal's variance that is left at timestep {@code t}. */
  public float alphaBar(int t) {
    return alphaBars[t];
  }

  /** The timesteps that a whole run visits, falling. */
  public int[] timesteps(int steps) {
    int n = config.numTrainTimesteps();
    if (steps < 1 || steps > n) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a schedule of %d has no %d steps", n, steps));
    }
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int t = (steps - 1 - i) * (n / steps) + config.stepsOffset();
      timesteps[i] = Math.min(t, n - 1);
    }
    return timesteps;
  }

  /** The timesteps that {@code edit} visits, falling; the first is where its start lies. */
  public int[] timesteps(ImageEdit edit) {
    int[] whole = timesteps(edit.steps());
    return switch (edit.start()) {
      case PLAIN_NOISE -> whole;
      case IMAGE_TO_IMAGE -> {
        int kept = Math.max(1, Math.min((int) (edit.steps() * edit.tau()), edit.steps()));
        int[] tail = new int[kept];
        System.arraycopy(whole, edit.steps() - kept, tail, 0, kept);
        yield tail;
      }
      case LEVEL_ALL_STEPS -> {
        double spacing = edit.tau() * config.numTrainTimesteps() / edit.steps();
        for (int i = 0; i < whole.length; i++) {
          int t = (int) ((whole.length - 1 - i) * spacing) + config.stepsOffset();
          whole[i] = Math.min(t, config.numTrainTimesteps() - 1);
        }
        yield whole;
      }
    };
  }

  /**
   * √ᾱ_t·latents + √(1 − ᾱ_t)·noise (equation 1; also the training input).
   *
   * @param latents [n, c, h, w], scaled
   * @param noise of the same shape, or of one that broadcasts to it
   * @param timesteps one for all or one per batch entry
   */
  public NDArray addNoise(NDArray latents, NDArray noise, int... timesteps) {
    float[] signal = new float[timesteps.length];
    float[] spread = new float[timesteps.length];
    for (int i = 0; i < timesteps.length; i++) {
      signal[i] = (float) Math.sqrt(alphaBars[timesteps[i]]);
      spread[i] = (float) Math.sqrt(1 - alphaBars[timesteps[i]]);
    }
    Shape perEntry = new Shape(timesteps.length, 1, 1, 1);
    try (NDArray a = latents.getManager().create(signal, perEntry);
        NDArray b = latents.getManager().create(spread, perEntry)) {
      return KERNELS.call("mix", latents, noise, a, b);
    }
  }

  /**
   * One step down, by way of the clean latents that {@code epsilon} predicts.
   *
   * @param latents at timestep {@code t}
   * @param epsilon the predicted noise
   * @param next the timestep to go to; negative for the end
   */
  public NDArray step(NDArray latents, NDArray epsilon, int t, int next) {
    return KERNELS.call(
        "ddim", latents, epsilon, alphaBars[t], alphaBarAfter(next), config.limit());
  }

  private float alphaBarAfter(int next) {
    if (next >= 0) {
      return alphaBars[next];
    }
    return config.setAlphaToOne() ? 1 : alphaBars[0];
  }
}
