package dev.triptych.models.priors.imports;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ClipVocabulary;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.formula.Eg3dFormulaWeights;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.formula.GeneratedTensors;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.priors.PaperNetworks;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A prior set of the paper's networks at their full size whose weights come from a formula. It
 * tells whether and how fast a machine runs the paper before anything is downloaded; its pictures
 * are noise. Equal requests give equal files.
 */
public final class StandIn {
  private static final ParityFormula FORMULA = new ParityFormula("");
  private static final Weights.Generator PUBLIC = new FormulaWeights(FORMULA);
  private static final Weights.Generator EG3D = new Eg3dFormulaWeights(FORMULA);

  private StandIn() {}

  /** The networks by role; the image-to-triplane network is what an experiment pre-trains. */
  static Map<String, GeneratedTensors> networks() {
    Map<String, GeneratedTensors> networks = new LinkedHashMap<>();
    add(networks, "eg3d", EG3D, w -> new Eg3dGenerator(w, Eg3dConfig.ffhq512()));
    add(networks, "vae", PUBLIC, w -> new AutoencoderKL(w, AutoencoderKL.Config.stableDiffusion()));
    add(
        networks,
        "unet",
        PUBLIC,
        w -> new UNet2DConditionModel(w, UNet2DConditionModel.Config.instructPix2Pix()));
    add(
        networks,
        "text",
        PUBLIC,
        w -> new TextEncoder(w.at("text_model"), TextEncoder.Config.stableDiffusion()));
    add(networks, "clip", PUBLIC, w -> new ClipModel(w, ClipModel.Config.vitB32()));
    add(networks, "lpips", PUBLIC, w -> new Lpips(w, Lpips.Config.vgg16()));
    return networks;
  }

  private static void add(
      Map<String, GeneratedTensors> networks,
      String role,
      Weights.Generator generator,
      Consumer<Weights> network) {
    networks.put(role, new GeneratedTensors(role, Weights.shapes(network), generator));
  }

  /** Bytes of the networks' files. */
  public static long bytes(Precision precision) {
    return bytes(networks(), precision);
  }

  private static long bytes(Map<String, GeneratedTensors> networks, Precision precision) {
    return networks.values().stream()
        .mapToLong(network -> SafetensorsWriter.size(shapes(network), precision))
        .sum();
  }

  /**
   * Writes the set, one tensor in memory at a time.
   *
   * @param folder of the set; what an interrupted writing has left there is replaced
   * @param tell hears which network is written
   * @throws ImportException if the disk has no room for it
   */
  public static PriorSet write(Path folder, String name, Precision precision, Consumer<String> tell)
      throws IOException {
    return write(folder, name, precision, networks(), tell);
  }

  /**
   * @param networks by role
   */
  static PriorSet write(
      Path folder,
      String name,
      Precision precision,
      Map<String, GeneratedTensors> networks,
      Consumer<String> tell)
      throws IOException {
    DiskRoom.real().require(folder, bytes(networks, precision));
    SetWriter writer = new SetWriter(folder);
    Map<String, Entry> files = new TreeMap<>();
    for (Map.Entry<String, GeneratedTensors> network : networks.entrySet()) {
      tell.accept("Writing " + network.getKey());
      files.put(
          network.getKey(),
          writer.write(network.getKey(), "safetensors", content(network.getValue(), precision)));
    }
    files.putAll(writer.write(ClipVocabulary.read()));
    PriorManifest manifest =
        new PriorManifest(
            1, // the form that this version writes
            name,
            "The paper's networks at full size with weights from a formula: its pictures are noise.",
            PaperNetworks.IMAGE_SIZE,
            PaperNetworks.configs(),
            files,
            PaperNetworks.recommendations(),
            false);
    writer.replace("prior.json", manifest.toJson());
    writer.clean(files.values().stream().map(Entry::path).toList(), List.of());
    return PriorSet.open(folder);
  }

  private static SetWriter.Content content(GeneratedTensors network, Precision precision) {
    return out -> {
      try (NDManager manager = Torch.newManager()) {
        SafetensorsWriter.write(
            out, shapes(network), name -> network.read(name, manager), Map.of(), precision);
      }
    };
  }

  private static Map<String, Shape> shapes(GeneratedTensors network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String name : new TreeSet<>(network.names())) {
      Shape shape = network.shape(name);
      if (shape != null) {
        shapes.put(name, shape);
      }
    }
    return shapes;
  }
}
