package dev.triptych.cli.priors;

import dev.triptych.cli.spec.KnownPriors;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        sets.filter(set -> Files.isRegularFile(set.resolve("prior.json")))
            .map(set -> set.getFileName().toString())
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw StorageFailures.reading(folder, e);
      }
    }
    return List.copyOf(names);
  }

  /**
   * @throws MissingPrior if there is none of that name, or its manifest cannot be read
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

  /** The sets as a spec may name them; those with an unreadable manifest are left out. */
  public List<KnownPriors> known() {
    List<KnownPriors> known = new ArrayList<>();
    for (String name : names()) {
      try {
        PriorSet set = PriorSet.find(name, folder);
        known.add(new KnownPriors(name, set.digest(), set.manifest().recommendations()));
      } catch (PriorException e) {
        // Naming it then says that it is not a prior set; `doctor` says why.
      }
    }
    return List.copyOf(known);
  }

  /**
   * Reads all files of a set.
   *
   * @throws MissingPrior with every file that is missing or is not what the manifest says
   */
  public PriorRef verified(String name) {
    PriorSet set = find(name);
    List<PriorException> problems = set.problems();
    if (problems.size() == 1) {
      throw missing(problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new MissingPrior(
          problems.size() + " files of a prior set are missing or damaged",
          problems.stream().map(PriorException::where).collect(Collectors.joining(", ")),
          problems.get(0).mend());
    }
    return new PriorRef(set.name(), set.digest());
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
      remove(staged);
      Files.createDirectories(staged);
      Files.write(staged.resolve("prior.json"), store.get(trained.manifest()));
      for (PriorManifest.Entry entry : PriorSet.open(staged).manifest().files().values()) {
        ArtifactRef file = byDigest.get(entry.sha256());
        if (file == null) {
          throw new IllegalStateException("the trained set has no " + entry.path());
        }
        Files.copy(store.file(file), staged.resolve(entry.path()));
      }
      remove(target);
      Files.move(staged, target);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
    return target;
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.isDirectory(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
