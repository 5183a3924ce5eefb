package dev.triptych.cli.priors;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.models.priors.PriorCheck;
import dev.triptych.models.priors.PriorCheck.Finding;
import dev.triptych.models.priors.PriorSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code triptych priors check SET}. */
@Command(
    name = "check",
    description = {
      "Look at all of a prior set.",
      "Compares every file with the manifest, looks for numbers that are NaN or infinite, and"
          + " builds every network from its configuration and its tensors, and runs each once on"
          + " every device, one in memory at a time."
    })
public final class PriorsCheckCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DeviceOptions device;

  @Parameters(paramLabel = "SET", description = "Name of the prior set: see priors list.")
  private String set;

  public PriorsCheckCommand(Console console) {
    this.console = console;
  }

  private record Checked(String name, String digest, String location, List<Finding> findings) {}

  @Override
  public Integer call() {
    PriorSet found = InstalledPriors.in(common.data(console.environment()).local()).find(set);
    List<Finding> findings = PriorCheck.of(found, device.devices(console.environment()));
    if (common.json()) {
      console.json(new Checked(found.name(), found.digest(), found.location(), findings));
    } else {
      print(found, findings);
    }
    boolean sound = findings.stream().allMatch(finding -> finding.problems().isEmpty());
    return sound ? ExitCode.OK : ExitCode.SURROUNDINGS;
  }

  private void print(PriorSet found, List<Finding> findings) {
    console.out().println(found.name() + " with digest " + found.digest());
    TextTable table = new TextTable(3, "what", "name", "state");
    for (Finding finding : findings) {
      String state = finding.problems().isEmpty() ? "sound" : "damaged";
      table.row(List.of(finding.kind(), finding.name(), state));
    }
    console.out().print(table);
    for (Finding finding : findings) {
      finding.problems().forEach(problem -> console.out().println("\n" + problem));
    }
  }
}
