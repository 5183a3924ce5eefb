package dev.triptych.cli.spec;

import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Finds texts that are longer than a prior set's text encoder reads. */
public final class TextWarnings {
  private final Tokenizer tokenizer;
  private final String set;
  private final List<Warning> found = new ArrayList<>();

  private TextWarnings(Tokenizer tokenizer, String set) {
    this.tokenizer = tokenizer;
    this.set = set;
  }

  /**
   * A warning for each text of {@code spec} that loses its end, with what it loses; none if the set
   * has no tokenizer, or a broken one, which its verification reports.
   */
  public static List<Warning> of(ExperimentSpec spec, PriorSet priors) {
    if (!priors.has("vocab")) {
      return List.of();
    }
    TextWarnings warnings;
    try {
      warnings = new TextWarnings(Networks.tokenizer(priors), priors.name());
    } catch (PriorException e) {
      return List.of();
    }
    warnings.check(spec);
    return List.copyOf(warnings.found);
  }

  private void check(ExperimentSpec spec) {
    Set<EditSpec> edits = new HashSet<>();
    Set<EvaluationSpec> evaluations = new HashSet<>();
    for (Variant variant : spec.variants()) {
      PortraitSettings settings = spec.settings(variant);
      if (edits.add(settings.edit())) {
        String whose = edits.size() == 1 ? "" : " of " + variant.slug();
        check(settings.edit(), spec.styles(), whose);
      }
      if (evaluations.add(settings.evaluation())) {
        String whose = evaluations.size() == 1 ? "" : " of " + variant.slug();
        check(settings.evaluation(), spec.styles(), whose);
      }
    }
  }

  private void check(EditSpec edit, List<String> styles, String whose) {
    check(styles, "prompt" + whose, style -> EditSettings.of(edit, style, 0).prompt());
    if (edit.optimised()) {
      check("edit.negativePrompt", "it" + whose, edit.negativePrompt(), "");
    }
  }

  private void check(EvaluationSpec evaluation, List<String> styles, String whose) {
    check(styles, "caption" + whose, evaluation::caption);
    check("evaluation.neutralCaption", "it" + whose, evaluation.neutralCaption(), "");
  }

  private void check(List<String> styles, String kind, Function<String, String> text) {
    for (int i = 0; i < styles.size(); i++) {
      String own = text.apply(styles.get(i));
      String like = "";
      for (int earlier = 0; earlier < i && like.isEmpty(); earlier++) {
        if (Arrays.equals(
            tokenizer.encode(own), tokenizer.encode(text.apply(styles.get(earlier))))) {
          like = ", which leaves the same as of styles[" + earlier + "]";
        }
      }
      check("styles[" + i + "]", "its " + kind, own, like);
    }
  }

  private void check(String path, String what, String text, String consequence) {
    String cut = tokenizer.leftOut(text);
    if (cut.isEmpty()) {
      return;
    }
    String message =
        String.format(
            Locale.ROOT,
            "%s: %s has %d tokens, and %s reads %d; %s is cut off%s",
            path,
            what,
            tokenizer.count(text),
            set,
            tokenizer.room(),
            "\"" + cut.replaceAll("\\s+", " ") + "\"",
            consequence);
    found.add(new Warning(path, message, cut));
  }
}
