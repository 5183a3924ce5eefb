package dev.triptych.cli.priors;

import dev.triptych.cli.spec.KnownPriors;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The prior sets on this machine: those in the data folder and those inside the program. */
public final class InstalledPriors {
  private final Path folder;

  /**
   * @param folder with one folder for each set; need not exist
   */
  public InstalledPriors(Path folder) {
    this.folder = folder;
  }

  /** Where imported and trained sets lie below a data folder. */
  public static InstalledPriors in(Path data) {
    return new InstalledPriors(data.resolve("priors"));
  }

  public Path folder() {
    return folder;
  }

  /** Names of all sets. */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>(PriorSet.bundled());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> sets = Files.list(folder)) {
        sets.filter(set -> Files.exists(set.resolve("prior.json")))
            .map(set -> set.getFileName().toString())
            .filter(name -> !name.startsWith(".")) // what an interrupted removal has left
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw StorageFailures.reading(folder, e);
      }
    }
    return List.copyOf(names);
  }

  /**
   * @throws MissingPrior if there is none of that name, its manifest cannot be read, or it has
   *     another name than its folder
   */
  public PriorSet find(String name) {
    try {
      return PriorSet.find(name, folder);
    } catch (PriorException e) {
      throw missing(e);
    }
  }

  private static MissingPrior missing(PriorException e) {
    return new MissingPrior(e.what(), e.where(), e.mend());
  }

  /**
   * What a spec that names the set builds on.
   *
   * @throws MissingPrior as {@link #find}
   */
  public KnownPriors known(String name) {
    PriorSet set = find(name);
    return new KnownPriors(name, set.digest(), set.manifest().recommendations());
  }

  /**
   * Reads all files of a set, except those that have not been touched since they were read.
   *
   * @throws MissingPrior if the set lacks parts; else with every file that is missing, is not what
   *     the manifest says, or has tensors that no network can use
   */
  public PriorRef verified(String name) {
    PriorSet set = find(name);
    List<PriorPart> lacking = PriorPart.missing(set.manifest());
    if (!lacking.isEmpty()) {
      throw new MissingPrior(
          "The prior set is not complete; it lacks " + IncompleteSets.words(lacking),
          set.location(),
          "Import the rest: " + IncompleteSets.command(name, lacking));
    }
    List<PriorException> problems = set.newProblems();
    if (problems.size() == 1) {
      throw missing(problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new MissingPrior(
          problems.size() + " things are wrong with a prior set",
          set.location() + shown(problems),
          problems.get(0).mend()); // that of the whole set
    }
    return new PriorRef(set.name(), set.digest());
  }

  private static String shown(List<PriorException> problems) {
    StringBuilder shown = new StringBuilder();
    for (PriorException problem : problems) {
      shown.append("\n  ").append(problem.what()).append(": ").append(problem.where());
    }
    return shown.toString();
  }

  /**
   * Puts a trained set into the data folder, in place of one of the same name.
   *
   * @return its folder
   */
  public Path install(dev.triptych.workflows.priors.PriorSet trained, ArtifactStore store) {
    Path target = folder.resolve(trained.ref().name());
    Path staged = folder.resolve(trained.ref().name() + ".new");
    Map<String, ArtifactRef> byDigest = new HashMap<>();
    trained.files().forEach(file -> byDigest.put(file.sha256(), file));
    try {
      Folders.remove(staged);
      Folders.make(staged);
      Files.write(staged.resolve("prior.json"), store.get(trained.manifest()));
      for (PriorManifest.Entry entry : PriorSet.open(staged).manifest().files().values()) {
        ArtifactRef file = byDigest.get(entry.sha256());
        if (file == null) {
          throw new IllegalStateException("the trained set has no " + entry.path());
        }
        Files.copy(store.file(file), staged.resolve(entry.path()));
      }
      Folders.remove(target);
      Files.move(staged, target);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
    return target;
  }
}
