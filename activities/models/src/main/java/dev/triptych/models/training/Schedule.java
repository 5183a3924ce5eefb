package dev.triptych.models.training;

/**
 * Learning-rate factor over a training: linear warm-up, constant, then linear decay.
 *
 * @param warmUp steps until the full rate
 * @param decay share of all steps, at the end, over which the rate falls; 0 for none
 * @param floor smallest factor of the decay
 */
public record Schedule(int warmUp, double decay, double floor) {
  public static final Schedule CONSTANT = new Schedule(0, 0, 1);

  /** The factor at {@code step}, counted from 0. */
  public double factor(int step, int steps) {
    double rise = warmUp == 0 ? 1 : Math.min(1, (step + 1.0) / warmUp);
    double fall = decay == 0 ? 1 : Math.min(1, Math.max(floor, (steps - step) / (decay * steps)));
    return rise * fall;
  }
}
