package dev.triptych.models.priors;

import ai.djl.Device;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A look at all of a prior set that experiments may use: every file is compared with the manifest,
 * every number must be finite, every network is built from its configuration and its tensors, and
 * gives finite numbers for noise.
 */
public final class PriorCheck {
  /**
   * The result for one file or network.
   *
   * @param kind {@code file} or {@code network}
   * @param problems what is wrong and how to mend it; empty if all is well
   */
  public record Finding(String kind, String name, List<String> problems) {
    public Finding {
      problems = List.copyOf(problems);
    }
  }

  private PriorCheck() {}

  /** What an experiment needs besides the files: roles, and how each is made and run. */
  static Map<String, Consumer<Networks>> uses(ForwardPasses passes) {
    Map<String, Consumer<Networks>> uses = new LinkedHashMap<>();
    uses.put("eg3d", passes::generator);
    uses.put("vae", passes::autoencoder);
    uses.put("unet", passes::unet);
    uses.put("scheduler", Networks::scheduler);
    uses.put("clip", passes::clip);
    uses.put("text", passes::text);
    uses.put(
        "preprocessor", n -> n.priors().config("preprocessor", ImagePreprocessor.Config.class));
    uses.put("tokenizer", Networks::tokenizer);
    uses.put("lpips", passes::lpips);
    uses.put("i2t", passes::imageToTriplane);
    return uses;
  }

  /**
   * All findings, the files' first. A network is left out if a file of its role has a problem
   * already.
   */
  public static List<Finding> of(PriorSet set) {
    return of(set, List.of(Device.cpu()));
  }

  /**
   * As {@link #of(PriorSet)}.
   *
   * @param devices on each of which the networks are built and run
   */
  public static List<Finding> of(PriorSet set, List<Device> devices) {
    List<Finding> findings = new ArrayList<>();
    Set<String> unusable = new TreeSet<>();
    set.manifest()
        .files()
        .forEach(
            (role, file) -> {
              Finding finding = new Finding("file", file.path(), words(set.problems(role)));
              findings.add(finding);
              if (!finding.problems().isEmpty()) {
                unusable.add(role);
              }
            });
    if (unusable.contains("vocab") || unusable.contains("merges")) {
      unusable.add("tokenizer");
    }
    if (!set.has("text")) {
      unusable.add("text"); // the editor listens to CLIP's own text tower
    }
    for (Device device : devices) {
      String where = devices.size() == 1 ? "" : " on " + Torch.name(device);
      uses(ForwardPasses.FINITE)
          .forEach(
              (role, use) -> {
                if (!unusable.contains(role)) {
                  findings.add(
                      new Finding("network", role + where, words(problems(set, device, use))));
                }
              });
    }
    return List.copyOf(findings);
  }

  /** Each network by itself, so that the largest alone says how much memory is needed. */
  private static List<? extends RuntimeException> problems(
      PriorSet set, Device device, Consumer<Networks> use) {
    try (Networks networks = new Networks(set, device)) {
      use.accept(networks);
      return List.of();
    } catch (WeightsException e) {
      return List.of(set.unfit(e));
    } catch (RuntimeException e) {
      return List.of(e);
    }
  }

  private static List<String> words(List<? extends RuntimeException> problems) {
    return problems.stream().map(e -> String.valueOf(e.getMessage())).toList();
  }
}
