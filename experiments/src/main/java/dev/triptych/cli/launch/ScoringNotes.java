package dev.triptych.cli.launch;

import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says how an experiment is scored. */
final class ScoringNotes {
  private ScoringNotes() {}

  /** A sentence each. */
  static List<String> of(ExperimentSpec spec) {
    List<String> notes = new ArrayList<>(List.of(views(spec)));
    List<Integer> steps = spec.evaluation().atSteps();
    if (!steps.isEmpty()) {
      String shown = steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
      notes.add("Scored after " + shown + " steps of fine-tuning too, and at the end.");
      if (spec.variants().stream().anyMatch(v -> spec.settings(v).method().baseline())) {
        notes.add("Note: baselines have no such steps, and are scored at the end alone.");
      }
      boolean decays =
          spec.variants().stream()
              .anyMatch(v -> spec.settings(v).i2t().fineTuning().decayFraction() > 0);
      if (decays) {
        notes.add(
            "Note: the learning rate decays at the end of fine-tuning, so that scores at steps are"
                + " not those that a shorter training would give; with"
                + " i2t.fineTuning.decayFraction: 0 they are.");
      }
    }
    return notes;
  }

  private static String views(ExperimentSpec spec) {
    int keptOut = spec.evaluation().keptOut(spec.views()).size();
    return keptOut == 0
        ? "Scored at views that are trained on, for evaluation.scored has no others."
        : String.format(
            Locale.ROOT,
            "Scored at %d views, %.1f degrees or more from any that is trained on.",
            keptOut,
            spec.evaluation().degreesOff(spec.views()));
  }
}
