package dev.triptych.cli.doctor;

import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.workflows.priors.PriorRef;
import java.util.ArrayList;
import java.util.List;

/** Checks of the prior sets: every file is read, compared with its digest, and looked through. */
final class PriorsChecks {
  private PriorsChecks() {}

  static List<Finding> look(InstalledPriors installed) {
    List<Finding> findings = new ArrayList<>();
    for (String name : installed.names()) {
      String what = "priors " + name;
      try {
        PriorRef ref = installed.verified(name);
        findings.add(Finding.ok(what, "complete, digest " + ref.digest().substring(0, 12)));
      } catch (MissingPrior e) {
        String closer = " Look closer: triptych priors check " + name;
        findings.add(Finding.fail(what, e.what() + ": " + e.where(), e.mend() + closer));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.fail(
              "priors", "there is no prior set", "Train one: triptych priors train mannequin-64"));
    }
    return List.copyOf(findings);
  }
}
