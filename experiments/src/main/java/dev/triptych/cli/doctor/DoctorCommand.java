package dev.triptych.cli.doctor;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import dev.triptych.worker.host.NvidiaGpus;
import dev.triptych.worker.store.place.DataPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych doctor}. */
@Command(
    name = "doctor",
    description = "Look at what is there, what is missing, and how to mend it.")
public final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DeviceOptions device;

  public DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(MachineChecks.look());
    findings.addAll(
        new DeviceChecks(NvidiaGpus.ofThisMachine(), console.environment())
            .look(() -> device.devices(console.environment())));
    try {
      DataPlace data = common.data(console.environment());
      findings.addAll(look(data));
      findings.addAll(PriorsChecks.look(InstalledPriors.in(data.local())));
    } catch (StoreMisconfigured e) {
      findings.add(Finding.fail("bucket", e));
    }
    findings.addAll(ServicesChecks.look(console.environment()));
    if (common.json()) {
      console.json(findings);
    } else {
      findings.forEach(this::print);
    }
    boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return failed ? ExitCode.SURROUNDINGS : ExitCode.OK;
  }

  private static List<Finding> look(DataPlace data) {
    return data instanceof DataPlace.Bucket bucket
        ? BucketChecks.look(bucket)
        : FolderChecks.look(data.local());
  }

  private void print(Finding finding) {
    String line =
        String.format(
            Locale.ROOT, "%-5s %s: %s", finding.level().word(), finding.what(), finding.said());
    console.out().println(line);
    if (finding.mend() != null) {
      console.out().println("      " + finding.mend());
    }
  }
}
