package dev.triptych.cli.priors;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.KnownPriors;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorSet;
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
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw UserError.surroundings("Cannot read the folder " + folder + ": " + e.getMessage());
      }
    }
    return List.copyOf(names);
  }

  /**
   * @throws UserError if there is none of that name, its manifest cannot be read, or it has another
   *     name than its folder
   */
  public PriorSet find(String name) {
    try {
      return PriorSet.find(name, folder);
    } catch (PriorException e) {
      throw UserError.surroundings(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a spec that names the set builds on.
   *
   * @throws UserError as {@link #find}
   */
  public KnownPriors known(String name) {
    PriorSet set = find(name);
    return new KnownPriors(name, set.digest(), set.manifest().recommendations());
  }

  /**
   * Reads all files of a set.
   *
   * @throws UserError with every file that is missing, is not what the manifest says, or has
   *     tensors that no network can use
   */
  public PriorRef verified(String name) {
    PriorSet set = find(name);
    List<String> problems = set.problems();
    if (!problems.isEmpty()) {
      throw UserError.surroundings(String.join("\n", problems));
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
      throw UserError.surroundings("Cannot write " + target + ": " + e.getMessage());
    }
    return target;
  }
}
