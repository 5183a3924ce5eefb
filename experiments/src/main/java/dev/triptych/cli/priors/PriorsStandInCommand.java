package dev.triptych.cli.priors;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.Words;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.imports.ImportException;
import dev.triptych.models.priors.imports.StandIn;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.worker.store.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych priors stand-in}. */
@Command(
    name = "stand-in",
    description = {
      "Make a prior set of the paper's sizes without any download.",
      "Its weights come from a formula and its pictures are noise: it tells whether, how fast and"
          + " in how much memory this machine runs the paper."
    })
public final class PriorsStandInCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the set (default: stand-in).")
  private String name = "stand-in";

  @Option(
      names = "--precision",
      paramLabel = "BITS",
      description =
          "How the numbers are kept: fp32 (5 GB), fp16 or bf16 (half of it; default: fp16).")
  private KeptPrecision kept = KeptPrecision.FP16;

  public PriorsStandInCommand(Console console) {
    this.console = console;
  }

  private record Made(String name, String digest, String location, long bytes) {}

  @Override
  public Integer call() {
    InstalledPriors priors = InstalledPriors.in(common.data(console.environment()).local());
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw UserError.usage("\"" + name + "\" is no name for a prior set: letters and digits");
    }
    if (priors.names().contains(name)) {
      throw UserError.usage(
          "There is a prior set " + name + ". Choose another --name, or remove it first.");
    }
    Path folder = priors.folder().resolve(name);
    try {
      Folders.make(priors.folder());
      try (FolderLock lock = FolderLock.acquire(priors.folder())) {
        PriorSet set = StandIn.write(folder, name, kept.precision(), console.err()::println);
        tell(new Made(name, set.digest(), folder.toString(), StandIn.bytes(kept.precision())));
      }
      return ExitCode.OK;
    } catch (ImportException e) {
      throw UserError.usage("There is no room for the set: " + e.getMessage());
    } catch (IOException e) {
      throw StorageFailures.writing(folder, e);
    }
  }

  private void tell(Made made) {
    if (common.json()) {
      console.json(made);
    } else {
      console
          .out()
          .println(
              made.name()
                  + " in "
                  + made.location()
                  + ", "
                  + Words.bytes(made.bytes())
                  + ", digest "
                  + made.digest()
                  + "\nIts pictures are noise. Next: experiments/specs/paper.yaml says how to run it.");
    }
  }
}
