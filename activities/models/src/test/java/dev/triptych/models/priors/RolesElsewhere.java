package dev.triptych.models.priors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Loads every network of a prior set in a folder through {@link Networks} onto libtorch's {@code
 * meta} device, and runs it there. Gives what came out, by name.
 */
public final class RolesElsewhere implements Function<Path, List<String>> {
  private static final String META = "meta";

  @Override
  public List<String> apply(Path folder) {
    PriorSet set = PriorSet.open(folder);
    List<String> seen = new ArrayList<>();
    ForwardPasses passes =
        new ForwardPasses(
            (output, name) -> {
              assertThat(output.getDevice().getDeviceType()).as(name).isEqualTo(META);
              seen.add(name);
            });
    PriorCheck.uses(passes)
        .forEach(
            (role, use) -> {
              try (Networks networks = new Networks(set, Device.of(META, -1))) {
                use.accept(networks);
                seen.add(role);
              }
            });
    return seen;
  }
}
