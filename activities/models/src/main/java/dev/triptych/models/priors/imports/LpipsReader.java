package dev.triptych.models.priors.imports;

import dev.triptych.models.checkpoints.Checkpoints;
import dev.triptych.models.checkpoints.LpipsNames;
import dev.triptych.models.checkpoints.Shards;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LPIPS out of torchvision's VGG16 and the weights of its differences, or a file with both. */
final class LpipsReader {
  private final Lpips.Config config;

  LpipsReader(Lpips.Config config) {
    this.config = config;
  }

  /**
   * @param vgg trunk, or null if {@code lin} holds all
   * @return null if there are problems
   */
  @Nullable PartDraft read(@Nullable Path vgg, @Nullable Path lin, Problems problems) {
    return problems.attempt(
        "lpips",
        () -> {
          if (lin == null) {
            throw new ImportException(
                "--lpips-vgg " + vgg,
                "LPIPS needs the weights of its differences too",
                "Name them: --lpips-lin FILE.");
          }
          TensorSource differences = Checkpoints.open(lin);
          TensorSource whole = LpipsNames.whole(differences);
          boolean hasTrunk = whole.names().stream().anyMatch(name -> name.startsWith("features."));
          if (vgg == null && !hasTrunk) {
            throw new ImportException(
                "--lpips-lin " + lin,
                "it has no VGG trunk, which LPIPS needs too",
                "Name torchvision's VGG16: --lpips-vgg FILE.");
          }
          List<Path> files = new ArrayList<>();
          TensorSource tensors = whole;
          if (vgg != null) {
            files.add(vgg);
            tensors =
                Shards.of(
                    List.of(LpipsNames.trunk(Checkpoints.open(vgg)), LpipsNames.lins(differences)),
                    vgg + " and " + lin);
          }
          files.add(lin);
          NetworkDraft network =
              NetworkDraft.fit("lpips", config, w -> new Lpips(w, config), tensors, files);
          String label = vgg == null ? "--lpips-lin " + lin : "--lpips-vgg " + vgg;
          return PartDraft.of(PriorPart.LPIPS, label, Map.of(), List.of(network), null, List.of());
        });
  }
}
