package dev.triptych.workflows.spec;

/**
 * The image-to-triplane network and its two trainings (sections 3.2 and 3.3); its sizes come from
 * the prior set.
 *
 * @param spatial whether w_s keeps its spatial dimension k×k
 * @param fromScratch whether fine-tuning starts from random weights instead of the pre-trained ones
 * @param pretrainingSeed of the identities that pre-training draws, shared by all cells
 * @param pretrainingPsi ψ of those identities, 0 to 1
 */
public record I2tSpec(
    boolean spatial,
    boolean fromScratch,
    long pretrainingSeed,
    double pretrainingPsi,
    TrainingSpec pretraining,
    TrainingSpec fineTuning,
    LossSpec loss) {
  /** ψ = 1 for diversity; the paper is silent. */
  public static I2tSpec paper() {
    return new I2tSpec(
        true,
        false,
        0,
        1.0,
        TrainingSpec.paperPretraining(),
        TrainingSpec.paperFineTuning(),
        LossSpec.paper());
  }

  /** The same as far as pre-training depends on it; equal ones share a pre-training. */
  public I2tSpec asPretrained() {
    I2tSpec paper = paper();
    return new I2tSpec(
        spatial, false, pretrainingSeed, pretrainingPsi, pretraining, paper.fineTuning, paper.loss);
  }

  void check(Problems problems) {
    problems.between("pretrainingPsi", pretrainingPsi, 0, 1);
    problems.section("pretraining", pretraining, TrainingSpec::check);
    problems.section("fineTuning", fineTuning, TrainingSpec::check);
    problems.section("loss", loss, LossSpec::check);
  }
}
