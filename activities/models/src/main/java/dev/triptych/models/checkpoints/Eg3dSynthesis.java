package dev.triptych.models.checkpoints;

import dev.triptych.models.eg3d.SuperResolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** StyleGAN2's blocks in a pickled generator: the backbone's and the super-resolution's. */
final class Eg3dSynthesis {
  private static final String BACKBONE = "backbone.synthesis";
  private static final String SUPER = "superresolution";
  private static final int MAX_SIZE = 4096;

  /** Those that enlarge only what is too small, then those that always fit it to their size. */
  private static final Set<String> ENLARGING =
      Set.of("SuperresolutionHybrid4X", "SuperresolutionHybridDeepfp32");

  private static final Set<String> FITTING =
      Set.of("SuperresolutionHybrid2X", "SuperresolutionHybrid8X", "SuperresolutionHybrid8XDC");

  private Eg3dSynthesis() {}

  /**
   * Looks at all layers of the backbone.
   *
   * @return pixels of a plane's side
   */
  static int checkBackbone(Eg3dModules modules) throws IOException {
    checkLayers(modules, BACKBONE);
    Set<String> clamps = clamps(modules, BACKBONE);
    modules.refuseIf(
        !clamps.equals(Set.of("None")),
        "its backbone's layers are clamped to " + clamps + " (conv_clamp), which is not supported");
    Set<String> blocks = new TreeSet<>(modules.children(BACKBONE));
    int size = 4;
    while (size <= MAX_SIZE && blocks.remove("b" + size)) {
      size *= 2;
    }
    modules.refuseIf(
        size == 4 || !blocks.isEmpty(),
        "its backbone's blocks are " + modules.children(BACKBONE) + ", not b4, b8, b16 and so on");
    return Math.max(4, size / 2);
  }

  private static void checkLayers(Eg3dModules modules, String part) throws IOException {
    for (Map.Entry<String, Attributes> module : modules.below(part).entrySet()) {
      String path = module.getKey();
      Attributes layer = module.getValue();
      String architecture = layer.text("architecture");
      modules.refuseIf(
          architecture != null && !architecture.equals("skip"),
          "the blocks of its " + part + " are joined as '" + architecture + "', not 'skip'");
      boolean convolution = path.endsWith(".conv0") || path.endsWith(".conv1");
      modules.refuseIf(
          convolution && !"lrelu".equals(layer.text("activation")),
          "layers of its " + part + " end in " + layer.shown("activation") + ", not lrelu");
      boolean first = path.endsWith(".conv0");
      Integer up = layer.whole("up");
      modules.refuseIf(
          convolution
              && !Integer.valueOf(1).equals(up)
              && !(first && Integer.valueOf(2).equals(up)),
          path + " enlarges " + layer.shown("up") + " times");
      modules.refuseIf(
          part.equals(BACKBONE) && first && !Integer.valueOf(2).equals(up),
          path + " does not double the size");
      modules.refuseIf(
          part.equals(BACKBONE) && convolution && !layer.flag("use_noise", true),
          "its backbone is without noise (use_noise)");
    }
  }

  private static Set<String> clamps(Eg3dModules modules, String part) throws IOException {
    Set<String> clamps = new TreeSet<>();
    for (Attributes layer : modules.below(part).values()) {
      if (layer.names().contains("conv_clamp")) {
        clamps.add(layer.shown("conv_clamp"));
      }
    }
    return clamps;
  }

  /**
   * @param rays side of the feature images that it gets
   */
  static SuperResolution.Config superResolution(Eg3dModules modules, Attributes rendering, int rays)
      throws IOException {
    String name = modules.className(SUPER);
    modules.refuseIf(
        !ENLARGING.contains(name) && !FITTING.contains(name),
        "its super-resolution is " + name + "; " + known() + " are known");
    checkLayers(modules, SUPER);
    Set<String> clamps = clamps(modules, SUPER);
    modules.refuseIf(
        clamps.size() > 1, "layers of its super-resolution are clamped differently, to " + clamps);
    modules.refuseIf(
        !"none".equals(rendering.text("superresolution_noise_mode")),
        "its super-resolution adds noise (superresolution_noise_mode is "
            + rendering.shown("superresolution_noise_mode")
            + ", not 'none')");
    Attributes settings = modules.at(SUPER);
    int input = modules.whole(settings, "input_resolution", "the size that super-resolution takes");
    modules.refuseIf(
        rays > input && (ENLARGING.contains(name) || !settings.flag("sr_antialias", true)),
        "its feature images of "
            + rays
            + " pixels are larger than what its super-resolution takes");
    boolean clamped = !clamps.isEmpty() && !clamps.contains("None");
    double clamp =
        clamped
            ? modules.number(modules.at(SUPER + ".block0.conv1"), "conv_clamp", "its clamp")
            : 0;
    boolean noise = modules.tensors().shape(SUPER + ".block0.conv1.noise_const") != null;
    return new SuperResolution.Config(input, blocks(modules), clamp, noise, false);
  }

  private static List<SuperResolution.Block> blocks(Eg3dModules modules) throws IOException {
    List<SuperResolution.Block> blocks = new ArrayList<>();
    Set<String> names = new TreeSet<>(modules.children(SUPER));
    while (names.remove("block" + blocks.size())) {
      String block = SUPER + ".block" + blocks.size();
      Integer up = modules.at(block + ".conv0").whole("up");
      blocks.add(
          new SuperResolution.Block(
              modules.size(block + ".conv1.weight", 0), Integer.valueOf(2).equals(up)));
    }
    modules.refuseIf(!names.isEmpty(), "its super-resolution has unknown parts " + names);
    return blocks;
  }

  private static Set<String> known() {
    Set<String> all = new TreeSet<>(ENLARGING);
    all.addAll(FITTING);
    return all;
  }
}
