package dev.triptych.cli.explain;

import dev.triptych.workflows.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What specs call the inputs of stages: {@code settings.tau} of an edit is {@code edit.tau}. */
final class SpecWords {
  /** A path that begins so is called otherwise. */
  private record Word(String input, String setting) {}

  private static final Map<Stage, List<Word>> WORDS =
      Map.of(
          Stage.SAMPLE_IDENTITY,
          words("seed=identity.seed", "truncationPsi=identity.truncationPsi"),
          Stage.INVERT_PHOTO,
          words(
              "picture=identity.photo",
              "seenFrom.pitch=identity.photo.pitch",
              "seenFrom.yaw=identity.photo.yaw"),
          Stage.TUNE_PHOTO,
          words("tuning=identity.photo.tuning"),
          Stage.EDIT_VIEW,
          words("settings.noiseSeed=seeds", "settings=edit"),
          Stage.PRETRAIN,
          words(
              "training=i2t.pretraining",
              "spatial=i2t.spatial",
              "seed=i2t.pretrainingSeed",
              "truncationPsi=i2t.pretrainingPsi"),
          Stage.INVERT,
          words("inversion=inversion", "seed=seeds"),
          Stage.FINE_TUNE,
          words(
              "pivot=inversion",
              "distillation.views=views",
              "distillation=distillation",
              "training=i2t.fineTuning",
              "loss=i2t.loss",
              "seed=seeds",
              "shape.kind=method",
              "shape.spatial=i2t.spatial"),
          Stage.RENDER_PORTRAIT,
          words("views=evaluation.views", "shape.kind=method", "shape.spatial=i2t.spatial"),
          Stage.EVALUATE,
          words(
              "precision=evaluation.precision",
              "subject.identity=identity",
              "subject.rivals=styles",
              "subject.captionTemplate=evaluation.captionTemplate",
              "neutralCaption=evaluation.neutralCaption",
              "angles=evaluation.views.angles"),
          Stage.SCORE_STYLE,
          words(
              "trained=views", "rivals=styles", "shape.kind=method", "shape.spatial=i2t.spatial"));

  private SpecWords() {}

  private static List<Word> words(String... pairs) {
    return Arrays.stream(pairs)
        .map(pair -> pair.split("=", 2))
        .map(pair -> new Word(pair[0], pair[1]))
        .toList();
  }

  /** The path itself where specs have no other word for it. */
  static String of(Stage stage, String input) {
    for (Word word : WORDS.getOrDefault(stage, List.of())) {
      if (input.equals(word.input())) {
        return word.setting();
      }
      if (input.startsWith(word.input() + ".") || input.startsWith(word.input() + "[")) {
        return word.setting() + input.substring(word.input().length());
      }
    }
    return input.equals(Inputs.VERSION) ? "version of " + stage.slug() : input;
  }
}
