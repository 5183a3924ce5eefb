package dev.triptych.cli.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.photos.InvalidMask;
import dev.triptych.models.photos.InvalidPhoto;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.InvalidSpec;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a spec: the paper's defaults, then what the prior set recommends, then the user's file,
 * then {@code --set} options. What nobody asked for gives way to what the user asked for.
 */
public final class SpecLoader {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A whole spec; what a spec must say for itself is taken out of the defaults. */
  private static final JsonNode FALLBACK =
      MAPPER.valueToTree(ExperimentSpec.paper("experiment", "mannequin-64", List.of("an elf")));

  private static final String PHOTO = "identity.photo";
  private static final String DEFAULTS = "the paper's defaults";
  private static final Shape SHAPE = Shape.of(ExperimentSpec.class);
  private static final List<String> REQUIRED = List.of("name", "priors", "styles");

  private final List<String> names;
  private final Function<String, KnownPriors> priors;
  private final Heads heads;

  /**
   * @param names of the prior sets that there are
   * @param priors the set of a name; throws if it cannot be used
   * @param heads cuts them out of photos
   */
  public SpecLoader(List<String> names, Function<String, KnownPriors> priors, Heads heads) {
    this.names = List.copyOf(names);
    this.priors = priors;
    this.heads = heads;
  }

  /**
   * @param settings values of {@code --set}, such as {@code edit.tau=0.8}
   * @throws SpecException with every problem of file and settings
   */
  public ResolvedSpec load(Path file, List<String> settings) throws SpecException {
    List<SpecProblem> problems = new ArrayList<>();
    String name = file.toString();
    String text = text(file, problems);
    if (text == null) {
      throw SpecException.of(name, problems);
    }
    return resolve(name, text, settings, file.toAbsolutePath().getParent());
  }

  /** As below, of a text without photos beside it. */
  public ResolvedSpec resolve(String source, String text, List<String> settings)
      throws SpecException {
    return resolve(source, text, settings, Path.of(""));
  }

  /**
   * @param source what to call {@code text} in messages
   * @param folder from which the text's photo is found
   * @throws SpecException with every problem of text and settings
   */
  private ResolvedSpec resolve(
      String source, String text, List<String> settings, @Nullable Path folder)
      throws SpecException {
    List<SpecProblem> problems = new ArrayList<>();
    Node user = YamlReader.read(source, text, problems);
    List<Node> overrides = new ArrayList<>();
    for (String setting : settings) {
      Node layer = Layers.override(setting, SHAPE, problems);
      if (layer != null) {
        overrides.add(layer);
      }
    }
    if (user == null) {
      throw SpecException.of(source, problems);
    }
    for (Node layer : overrides) {
      user = Layers.merge(Shorthands.sections(user), layer); // adds to what is short, too
    }
    user = Sweeps.spelledOut(Shorthands.spelledOut(user), problems);
    Binder binder = new Binder(problems);
    Node defaults = Layers.of(defaults(), DEFAULTS);
    Node recommended = recommendations(user, problems);
    Node merged = Layers.merge(Layers.merge(defaults, recommended), user);
    JsonNode tree = binder.bind(merged, SHAPE, "", FALLBACK);
    Set<String> unasked = Set.of(DEFAULTS, recommended.mark().source());
    ConflictResolver resolver = new ConflictResolver(tree, binder::markOf, unasked);
    ExperimentSpec spec = check(tree, binder, resolver, problems);
    ArtifactRef head = spec == null ? null : head(spec, binder, folder, problems);
    if (spec == null || !problems.isEmpty()) {
      throw SpecException.of(source, Sweeps.once(problems));
    }
    if (head != null) {
      ((ObjectNode) tree.at("/identity/photo")).set("picture", MAPPER.valueToTree(head));
      spec = bound(tree);
    }
    return new ResolvedSpec(spec, tree, text, resolver.adjustments());
  }

  /** Cuts the head out of a photo that has not been looked at yet. */
  private @Nullable ArtifactRef head(
      ExperimentSpec spec, Binder binder, @Nullable Path folder, List<SpecProblem> problems) {
    PhotoSpec photo = spec.identity().photo();
    if (photo == null || photo.picture() != null) {
      return null;
    }
    Mark file = binder.markOf(PHOTO + ".file");
    Mark mask = binder.markOf(PHOTO + ".mask");
    try {
      return heads.cut(photo, start(file, folder), start(mask, folder));
    } catch (InvalidMask e) {
      problems.add(problem(mask, PHOTO + ".mask", String.valueOf(photo.mask()), e));
    } catch (InvalidPhoto e) {
      problems.add(problem(file, PHOTO + ".file", photo.file(), e));
    }
    return null;
  }

  /** Where a relative path starts: options know the current folder alone. */
  private static Path start(Mark mark, @Nullable Path folder) {
    return mark.line() == 0 || folder == null ? Path.of("") : folder;
  }

  private static SpecProblem problem(Mark mark, String path, String name, InvalidPhoto e) {
    return new SpecProblem(mark, path, "names " + name + ", which " + e.getMessage());
  }

  private static ExperimentSpec bound(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, ExperimentSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A bound spec does not fit its records", e);
    }
  }

  /** The records' own rules; a field that already has a problem is not reported twice. */
  private static @Nullable ExperimentSpec check(
      JsonNode tree, Binder binder, ConflictResolver resolver, List<SpecProblem> problems) {
    while (true) {
      try {
        return MAPPER.treeToValue(tree, ExperimentSpec.class);
      } catch (JsonProcessingException e) {
        if (!(e.getCause() instanceof InvalidSpec invalid)) {
          throw new IllegalStateException("A bound spec does not fit its records", e);
        }
        if (!resolver.resolve(invalid.excesses())) {
          report(invalid, binder, problems);
          return null;
        }
      }
    }
  }

  private static void report(InvalidSpec invalid, Binder binder, List<SpecProblem> problems) {
    List<String> reported = problems.stream().map(SpecProblem::path).toList();
    for (Problem problem : invalid.problems()) {
      if (reported.stream().noneMatch(path -> isWithin(path, problem.path()))) {
        Mark mark = binder.markOf(problem.path());
        problems.add(new SpecProblem(mark, problem.path(), problem.message()));
      }
    }
  }

  private static boolean isWithin(String path, String section) {
    return path.equals(section) || path.startsWith(section + ".") || path.startsWith(section + "[");
  }

  private Node recommendations(Node user, List<SpecProblem> problems) {
    Node.Scalar name = ofPriors(user, "name");
    if (name != null) {
      if (names.contains(name.text())) {
        KnownPriors set = priors.apply(name.text());
        checkDigest(user, set, problems);
        return Layers.of(set.recommendations(), "the recommendations of " + set.name());
      }
      String all = "; there are " + String.join(", ", names);
      String hint = Suggestion.didYouMean(name.text(), names, all);
      String message = "is \"" + name.text() + "\", which is not a prior set" + hint;
      problems.add(new SpecProblem(name.mark(), "priors.name", message));
    }
    return Layers.of(MAPPER.createObjectNode(), "nothing");
  }

  private static void checkDigest(Node user, KnownPriors set, List<SpecProblem> problems) {
    Node.Scalar digest = ofPriors(user, "digest");
    if (digest != null && !digest.text().equals(set.digest())) {
      String message =
          "pins another " + set.name() + " than the one at hand, whose digest is " + set.digest();
      problems.add(new SpecProblem(digest.mark(), "priors.digest", message));
    }
  }

  private static Node.@Nullable Scalar ofPriors(Node user, String field) {
    if (user instanceof Node.Mapping mapping
        && mapping.get("priors") instanceof Node.Mapping section
        && section.get(field) instanceof Node.Scalar scalar
        && !scalar.empty()) {
      return scalar;
    }
    return null;
  }

  private static JsonNode defaults() {
    ObjectNode defaults = FALLBACK.deepCopy();
    return defaults.remove(REQUIRED);
  }

  private static @Nullable String text(Path file, List<SpecProblem> problems) {
    Mark mark = Mark.of(file.toString());
    String message;
    try {
      if (Files.size(file) > 4L * YamlReader.MAX_CHARACTERS) {
        message = "is larger than 256 KiB, too large for a spec";
      } else {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark
      }
    } catch (NoSuchFileException e) {
      message = "does not exist";
    } catch (CharacterCodingException e) {
      message = "is not UTF-8 text";
    } catch (IOException e) {
      message = Files.isDirectory(file) ? "is a folder" : "cannot be read: " + e.getMessage();
    }
    problems.add(new SpecProblem(mark, "", message));
    return null;
  }
}
