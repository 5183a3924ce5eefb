package dev.triptych.models.checkpoints;

import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.VolumeRenderer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds a generator's sizes and settings in its modules, and all that our code cannot do. */
final class Eg3dConfigReader {
  private static final int MOST_LAYERS = 64; // of the mapping; EG3D's has 2

  private static final Set<String> PARTS =
      Set.of("backbone", "superresolution", "decoder", "renderer", "ray_sampler");

  /** Settings that matter here, or only to EG3D's training. */
  private static final Set<String> KNOWN =
      Set.of(
          "image_resolution",
          "disparity_space_sampling",
          "clamp_mode",
          "superresolution_module",
          "c_gen_conditioning_zero",
          "gpc_reg_prob",
          "gpc_reg_fade_kimg",
          "c_scale",
          "superresolution_noise_mode",
          "density_reg",
          "density_reg_p_dist",
          "density_noise",
          "reg_type",
          "decoder_lr_mul",
          "sr_antialias",
          "depth_resolution",
          "depth_resolution_importance",
          "ray_start",
          "ray_end",
          "box_warp",
          "avg_camera_radius",
          "avg_camera_pivot",
          "white_back");

  private final Eg3dModules modules;
  private final Attributes generator;
  private final Attributes rendering;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Double> factors = new LinkedHashMap<>();

  Eg3dConfigReader(Eg3dModules modules) {
    this.modules = modules;
    this.generator = modules.at("");
    this.rendering = generator.below("rendering_kwargs");
  }

  List<String> notes() {
    return notes;
  }

  /** What tensors have to be multiplied with to mean the same to our network, by name. */
  Map<String, Double> factors() {
    return factors;
  }

  /** The sizes, or nothing if the modules now have reasons why there are none. */
  Optional<Eg3dConfig> config() throws IOException {
    TreeSet<String> others = new TreeSet<>(modules.children(""));
    others.removeAll(PARTS);
    modules.refuseIf(!others.isEmpty(), "it has parts that are not EG3D's: " + others);
    int planeSize = Eg3dSynthesis.checkBackbone(modules);
    checkConditioning();
    checkRendering();
    int rays = modules.whole(generator, "neural_rendering_resolution", "the side of its features");
    Attributes sizes = modules.at("backbone.mapping");
    int z = modules.whole(sizes, "z_dim", "the width of z");
    int c = modules.whole(sizes, "c_dim", "the width of the condition");
    int w = modules.whole(sizes, "w_dim", "the width of w");
    // Each part is looked at, whatever is wrong with those before it.
    Mapping.Config mapping = part(() -> mapping(sizes));
    Backbone.Config backbone = part(() -> backbone(planeSize));
    OsgDecoder.Config decoder = part(this::decoder);
    VolumeRenderer.Config volume = part(() -> volume(rays));
    SuperResolution.Config pictures =
        part(() -> Eg3dSynthesis.superResolution(modules, rendering, rays));
    Camera.Rig rig = part(this::rig);
    if (mapping == null
        || backbone == null
        || decoder == null
        || volume == null
        || pictures == null
        || rig == null) {
      return Optional.empty();
    }
    modules.refuseIf(
        generator.has("img_resolution")
            && !Integer.valueOf(pictures.imageSize()).equals(generator.whole("img_resolution")),
        "it says that its images have "
            + generator.shown("img_resolution")
            + " pixels a side, but its blocks make "
            + pictures.imageSize());
    Eg3dConfig config =
        part(() -> new Eg3dConfig(z, c, w, mapping, backbone, decoder, volume, pictures, rig));
    return Optional.ofNullable(config);
  }

  /** Reads one thing. */
  private interface Part<T> {
    T read() throws IOException;
  }

  /** A part of the configuration, or null if there are reasons now why there is none. */
  private <T> @Nullable T part(Part<T> part) throws IOException {
    int before = modules.reasons().size();
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      // Sizes that are missing have made reasons already, of which this is a consequence.
      modules.refuseIf(modules.reasons().size() == before, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Backbone.Config backbone(int planeSize) {
    int channels = modules.size("backbone.synthesis.b" + planeSize + ".torgb.weight", 0);
    List<Integer> widths = new ArrayList<>();
    for (int size = 4; size <= planeSize; size *= 2) {
      widths.add(modules.size("backbone.synthesis.b" + size + ".conv1.weight", 0));
    }
    modules.refuseIf(
        channels % 3 != 0,
        "the channels of its planes, " + channels + ", are no multiple of three");
    return new Backbone.Config(widths, channels / 3, false);
  }

  private Mapping.Config mapping(Attributes settings) throws IOException {
    int layers = modules.whole(settings, "num_layers", "the number of the mapping's layers");
    Set<Double> rates = new TreeSet<>();
    modules.refuseIf(layers > MOST_LAYERS, "its mapping has " + layers + " layers");
    for (int i = 0; i < Math.min(layers, MOST_LAYERS); i++) {
      Attributes layer = modules.at("backbone.mapping.fc" + i);
      rates.add(layer.number("bias_gain", 0.01));
      modules.refuseIf(
          !"lrelu".equals(layer.text("activation")),
          "the mapping's layer fc" + i + " ends in " + layer.shown("activation") + ", not lrelu");
    }
    modules.refuseIf(rates.size() > 1, "the mapping's layers learn at different rates " + rates);
    return new Mapping.Config(
        layers,
        modules.size("backbone.mapping.fc0.weight", 0),
        rates.isEmpty() ? 0 : rates.iterator().next());
  }

  private void checkConditioning() throws IOException {
    double scale = rendering.number("c_scale", 1);
    double gain = modules.at("backbone.mapping.embed").number("bias_gain", 1);
    boolean none = rendering.flag("c_gen_conditioning_zero", false);
    if (none) {
      notes.add(
          "It was trained without a conditioning camera: the weights that would take one are read"
              + " as zeros.");
    }
    if (modules.tensors().shape("backbone.mapping.embed.weight") != null) {
      scale("backbone.mapping.embed.weight", none ? 0 : scale * gain);
      scale("backbone.mapping.embed.bias", gain);
    }
    Double swapped = rendering.number("gpc_reg_prob");
    if (swapped != null && !none) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Conditioning cameras were swapped with a probability of %s in its training%s.",
              swapped,
              swapped == 0.8 ? ", as ffhqrebalanced512's were" : ""));
    }
  }

  private void scale(String tensor, double factor) {
    if (factor != 1) {
      factors.put(tensor, factor);
    }
  }

  private OsgDecoder.Config decoder() throws IOException {
    Attributes softplus = modules.at("decoder.net.1");
    modules.refuseIf(
        !modules.className("decoder.net.1").equals("Softplus")
            || softplus.number("beta", 1) != 1
            || softplus.number("threshold", 20) != 20,
        "its decoder has a "
            + modules.className("decoder.net.1")
            + " between its layers, not a plain Softplus");
    modules.refuseIf(
        modules.children("decoder.net").size() != 3 || modules.children("decoder").size() != 1,
        "its decoder has other layers than EG3D's: " + modules.children("decoder.net"));
    for (int layer : new int[] {0, 2}) {
      String name = "decoder.net." + layer;
      double rate = modules.at(name).number("bias_gain", rendering.number("decoder_lr_mul", 1));
      scale(name + ".weight", rate);
      scale(name + ".bias", rate);
    }
    return new OsgDecoder.Config(
        modules.size("decoder.net.0.weight", 0),
        modules.number(rendering, "box_warp", "the side of the planes' cube"),
        Eg3dPlanes.layout(modules, notes),
        1,
        0);
  }

  private void checkRendering() throws IOException {
    modules.refuseIf(
        rendering.names().isEmpty(), "it has no settings of rendering (rendering_kwargs)");
    modules.refuseIf(
        rendering.flag("disparity_space_sampling", false),
        "its samples are spread over inverse depths (disparity_space_sampling)");
    modules.refuseIf(
        !"softplus".equals(rendering.text("clamp_mode")),
        "its densities go through "
            + rendering.shown("clamp_mode")
            + " (clamp_mode), not softplus");
    modules.refuseIf(
        rendering.number("density_noise", 0) != 0,
        "it adds noise of " + rendering.shown("density_noise") + " to densities (density_noise)");
    TreeSet<String> unknown = new TreeSet<>();
    rendering.names().stream().limit(1000).map(Shown::of).forEach(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      notes.add("Settings of rendering that mean nothing here were passed over: " + unknown + ".");
    }
  }

  private VolumeRenderer.Config volume(int rays) throws IOException {
    return new VolumeRenderer.Config(
        modules.number(rendering, "ray_start", "the beginning of its rays"),
        modules.number(rendering, "ray_end", "the end of its rays"),
        modules.whole(rendering, "depth_resolution", "the number of samples"),
        modules.whole(
            rendering, "depth_resolution_importance", "the number of samples of the second pass"),
        rendering.flag("white_back", false),
        rays);
  }

  /** The focal length is not in the file, as images' own cameras have it. */
  private Camera.Rig rig() throws IOException {
    double radius = rendering.number("avg_camera_radius", Camera.Rig.FFHQ.radius());
    @Nullable List<Double> pivot = rendering.numbers("avg_camera_pivot");
    if (pivot == null) {
      notes.add("It does not say what its cameras look at: the pivot of FFHQ is taken.");
      pivot = Arrays.asList(0.0, 0.0, Camera.Rig.FFHQ.pivotZ());
    }
    boolean central = pivot.size() == 3 && pivot.get(0) == 0 && pivot.get(1) == 0;
    modules.refuseIf(!central, "its cameras look at " + pivot + ", which is not on the z axis");
    notes.add(
        String.format(
            Locale.ROOT,
            "Cameras stand %s from the middle. Their focal length is not in the file: FFHQ's %s is"
                + " taken, which is wrong for other things than faces cropped as in FFHQ.",
            radius,
            Camera.FFHQ_FOCAL));
    double depth = central ? pivot.get(2) : 0;
    return new Camera.Rig(Camera.Angles.EG3D, radius, depth, Camera.FFHQ_FOCAL);
  }
}
