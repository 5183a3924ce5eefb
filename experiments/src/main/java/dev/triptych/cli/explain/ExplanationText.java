package dev.triptych.cli.explain;

import dev.triptych.cli.console.Words;
import dev.triptych.cli.explain.ExplainedRun.Compared;
import dev.triptych.cli.explain.ExplainedRun.ExplainedCell;
import dev.triptych.cli.explain.ExplainedRun.ExplainedStage;
import dev.triptych.cli.explain.ExplainedRun.Kept;
import dev.triptych.cli.explain.ExplainedRun.Reason;
import dev.triptych.cli.explain.ExplainedRun.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation for people. */
final class ExplanationText {
  private static final int NAMES = 5; // of artefacts
  private static final int DIGITS = 8; // of digests
  private static final int LONGEST = 60; // of a value: prompts are longer

  private ExplanationText() {}

  static String of(ExplainedRun run) {
    StringBuilder text = new StringBuilder();
    Map<String, String> shown = new HashMap<>();
    for (ExplainedCell cell : run.cells()) {
      text.append(cell.cell()).append('\n');
      String first = shown.putIfAbsent(cell.dataset(), cell.cell());
      if (first != null) {
        text.append("  its data is that of ").append(first).append('\n');
      }
      for (ExplainedStage stage : cell.stages()) {
        if (first == null || !stage.stage().scope().ofDataset()) {
          text.append(stage(stage, run.run()));
        }
      }
      if (cell.stages().isEmpty()) {
        text.append("  nothing has ended yet\n");
      }
    }
    for (Compared compared : run.compared()) {
      if (compared.looked() < compared.kept()) {
        text.append(
            String.format(
                Locale.ROOT,
                "Of %d kept results of %s, %d were looked at: those of the newest runs.\n",
                compared.kept(),
                compared.stage().slug(),
                compared.looked()));
      }
    }
    return text.toString();
  }

  private static String stage(ExplainedStage stage, String run) {
    StringBuilder text = new StringBuilder("  " + stage.stage().slug() + ": ");
    text.append(counts(stage)).append(", ").append(Words.seconds(stage.seconds())).append(" s\n");
    stage.sources().forEach(source -> text.append("    ").append(source(source, run)).append('\n'));
    Map<String, Integer> reasons = new LinkedHashMap<>();
    stage.reasons().forEach(each -> reasons.merge(reason(each), each.count(), Integer::sum));
    reasons.forEach(
        (why, count) -> text.append("      ").append(count).append(": ").append(why).append('\n'));
    if (stage.notKept() > 0) {
      text.append("    ").append(stage.notKept()).append(" are not kept any more\n");
    }
    if (stage.notLookedAt() > 0) {
      text.append("    ").append(stage.notLookedAt());
      text.append(" were not looked at: name a cell to see them\n");
    }
    return text.toString();
  }

  private static String counts(ExplainedStage stage) {
    List<String> counts = new ArrayList<>();
    count(stage.ran(), "ran", counts);
    count(stage.taken(), "taken", counts);
    count(stage.failed(), "failed", counts);
    return String.join(", ", counts);
  }

  private static void count(int number, String what, List<String> into) {
    if (number > 0) {
      into.add(number + " " + what);
    }
  }

  private static String source(Source source, String run) {
    String made = source.run();
    String who =
        made == null
            ? "by a run that was not noted"
            : made.equals(run) ? "by this run" : "by run " + made;
    String on =
        source.processor() == null
            ? source.host()
            : source.host() + ", " + source.device() + ", " + source.processor();
    return source.count()
        + " made "
        + who
        + " ("
        + on
        + ") "
        + minute(source.last())
        + " in "
        + Words.seconds(source.seconds())
        + " s";
  }

  private static String minute(String instant) {
    return Words.minute(Instant.parse(instant));
  }

  private static String reason(Reason reason) {
    return switch (reason.kind()) {
      case FIRST -> "nothing of the kind was kept by then";
      case AGAIN -> "made anew as was asked for, with the same bits";
      case AGAIN_OTHERWISE ->
          "made anew as was asked for, and came out otherwise: " + some(reason.otherwise());
      case OTHER_INPUTS -> list(reason.differences()) + nearest(reason.nearest());
    };
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(NAMES).collect(Collectors.joining(", "));
    return names.size() <= NAMES ? first : first + " and " + (names.size() - NAMES) + " more";
  }

  private static String nearest(@Nullable Kept kept) {
    if (kept == null) {
      return "";
    }
    return kept.run() == null
        ? "; nearest: of a run that was not noted"
        : "; nearest: of run " + kept.run();
  }

  /** Settings one by one; other results together, as far as they come from the same. */
  private static String list(List<Difference> differences) {
    List<String> parts = new ArrayList<>();
    Map<String, List<String>> results = new LinkedHashMap<>();
    for (Difference each : differences) {
      if (!each.artefact()) {
        parts.add(each.setting() + " " + value(each.before()) + " → " + value(each.now()));
      } else if (each.before() != null || each.now() != null) {
        parts.add((each.now() == null ? "no " : "a ") + each.input());
      } else {
        results.computeIfAbsent(why(each), why -> new ArrayList<>()).add(each.input());
      }
    }
    results.forEach((why, inputs) -> parts.add("other " + String.join(" and ", inputs) + why));
    return String.join("; ", parts);
  }

  private static String why(Difference result) {
    String because =
        result.because().isEmpty() ? "" : ", because " + list(Difference.merged(result.roots()));
    String note = result.note();
    return because + (note == null ? "" : " (" + note + ")");
  }

  private static String value(@Nullable String value) {
    if (value == null) {
      return "–";
    }
    if (value.matches("[0-9a-f]{64}")) {
      return value.substring(0, DIGITS);
    }
    String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1).strip() + "…";
    return cut.matches("\\S+") ? cut : '"' + cut + '"';
  }
}
