package dev.triptych.cli.priors;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.Question;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.Words;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.worker.store.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code triptych priors remove SET}. */
@Command(
    name = "remove",
    description = {
      "Remove a prior set from this machine.",
      "Runs that were made with it stay; they cannot go on without it."
    })
public final class PriorsRemoveCommand implements Callable<Integer> {
  private static final int DEPTH = 4; // of a set's folder

  private final Console console;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "SET", description = "Name of the prior set: see priors list.")
  private String set;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  public PriorsRemoveCommand(Console console) {
    this.console = console;
  }

  private record Removed(String name, String location, long bytes) {}

  @Override
  public Integer call() {
    Path priors = InstalledPriors.in(common.data(console.environment()).local()).folder();
    if (!set.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw UserError.usage("\"" + set + "\" is no name of a prior set: see triptych priors list");
    }
    Path folder = priors.resolve(set);
    if (!Files.isDirectory(folder)) {
      throw UserError.usage(
          PriorSet.bundled().contains(set)
              ? "The prior set " + set + " comes with the program and cannot be removed."
              : "There is no prior set '" + set + "' in " + priors + ": see triptych priors list");
    }
    try (FolderLock lock = FolderLock.acquire(priors)) {
      long bytes = bytes(folder);
      String question = "Remove " + folder + ", " + Words.bytes(bytes);
      if (!yes && !Question.agreed(console, common.json(), question)) {
        throw UserError.usage("Nothing is removed. Without a question: --yes");
      }
      remove(folder, priors.resolve("." + set + ".removed"));
      Removed removed = new Removed(set, folder.toString(), bytes);
      if (common.json()) {
        console.json(removed);
      } else {
        console.out().println("Removed " + folder + ", " + Words.bytes(bytes) + ".");
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw StorageFailures.writing(folder, e);
    }
  }

  /** Under another name first: a set that is half gone would be taken for a damaged one. */
  private static void remove(Path folder, Path aside) throws IOException {
    Folders.remove(aside); // what an interrupted removal has left
    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    Folders.remove(aside);
  }

  private static long bytes(Path folder) throws IOException {
    AtomicLong bytes = new AtomicLong();
    Folders.visit(folder, DEPTH, (file, attributes) -> bytes.addAndGet(attributes.size()));
    return bytes.get();
  }
}
