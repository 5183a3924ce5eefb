package dev.triptych.cli.doctor;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.workflows.priors.PriorRef;
import java.util.ArrayList;
import java.util.List;

/** Checks of the prior sets: every file is read, compared with its digest, and looked through. */
final class Priors {
  private Priors() {}

  static List<Finding> look(InstalledPriors installed) {
    List<Finding> findings = new ArrayList<>();
    for (String name : installed.names()) {
      String what = "priors " + name;
      try {
        PriorRef ref = installed.verified(name);
        findings.add(Finding.ok(what, "complete, digest " + ref.digest().substring(0, 12)));
      } catch (UserError e) {
        findings.add(
            Finding.fail(
                what,
                String.valueOf(e.getMessage()),
                "Look closer: triptych priors check " + name));
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
