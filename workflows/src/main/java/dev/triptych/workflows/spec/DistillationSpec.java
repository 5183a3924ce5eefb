package dev.triptych.workflows.spec;

/**
 * Score distillation (Poole et al. 2022, DreamFusion) with the editor's diffusion network, to which
 * no image is shown.
 *
 * @param training of the triplane; a step renders {@code batch} views
 * @param guidance of the text
 * @param leastTime earliest time of the noise, a share of the schedule
 * @param mostTime latest time of the noise
 */
public record DistillationSpec(
    TrainingSpec training, double guidance, double leastTime, double mostTime) {
  /**
   * Of the program that the paper compares with (stable-dreamfusion); the learning rate is ours,
   * for a triplane in place of its hash grid.
   */
  public static DistillationSpec published() {
    return new DistillationSpec(
        new TrainingSpec(10_000, 1, 0.01, 0.9, 0.99, 0, 0, 500), 100, 0.02, 0.98);
  }

  void check(Problems problems) {
    problems.section("training", training, TrainingSpec::check);
    problems.between("guidance", guidance, 0, 1000);
    problems.between("leastTime", leastTime, 0, 1);
    problems.between("mostTime", mostTime, leastTime, 1);
  }
}
