package dev.triptych.cli.verify;

import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.Comparison.Differing;
import java.util.List;
import java.util.Locale;

/** What was verified, for people. */
public final class VerifiedText {
  private static final int SHOWN = 20; // of damaged artefacts, and of differing ones of a step
  private static final int DIGITS = 8;

  private VerifiedText() {}

  public static String of(Verified verified) {
    StringBuilder text = new StringBuilder();
    text.append(artefacts(verified.run(), verified.artefacts()));
    if (!verified.steps().isEmpty()) {
      text.append('\n').append(steps(verified.steps()));
      verified.steps().forEach(step -> text.append(detail(step)));
    }
    if (verified.notKept() > 0) {
      text.append('\n').append(verified.notKept());
      text.append(" of the steps that were drawn are not kept any more.\n");
    }
    return text.toString();
  }

  private static String artefacts(String run, BlobCheck.Checked checked) {
    StringBuilder text =
        new StringBuilder(
            checked.checked() + " artefacts, " + Words.bytes(checked.bytes()) + " in all: ");
    if (checked.damaged().isEmpty()) {
      return text.append("every one is what its digest says.\n").toString();
    }
    text.append(checked.damaged().size()).append(" are damaged or gone.\n");
    checked.damaged().stream()
        .limit(SHOWN)
        .forEach(each -> text.append("  " + each.problem() + ": " + each.key() + "\n"));
    return text.append("Make them anew with: triptych resume " + run + "\n").toString();
  }

  private static String steps(List<Comparison> steps) {
    TextTable table = new TextTable(3, "step", "key", "made once more", "seconds", "then");
    for (Comparison step : steps) {
      table.row(
          List.of(
              step.stage().slug(),
              step.key().substring(0, DIGITS),
              step.outcome().slug().replace('-', ' '),
              Words.seconds(step.seconds()),
              Words.seconds(step.keptSeconds())));
    }
    return table.toString();
  }

  private static String detail(Comparison step) {
    StringBuilder text = new StringBuilder();
    String name = step.stage().slug() + " " + step.key().substring(0, DIGITS);
    if (step.why() != null) {
      text.append('\n').append(name).append(": ").append(step.why()).append('\n');
    }
    if (!step.differing().isEmpty()) {
      text.append('\n').append(name).append(": ").append(step.differing().size());
      text.append(" artefacts with other digests");
      text.append(
          step.elsewhere().isEmpty()
              ? "\n"
              : "; it was made elsewhere (" + String.join(", ", step.elsewhere()) + ")\n");
      step.differing().stream().limit(SHOWN).forEach(each -> text.append(differing(each)));
    }
    return text.toString();
  }

  private static String differing(Differing each) {
    String distance =
        Double.isFinite(each.distance())
            ? String.format(Locale.ROOT, "%.3g, %s", each.distance(), each.measure())
            : each.measure();
    return "  " + each.name() + ": " + distance + "\n";
  }
}
