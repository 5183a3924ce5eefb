package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.checkpoints.PickleWriter.Call;
import dev.triptych.models.checkpoints.PickleWriter.Instance;
import dev.triptych.models.checkpoints.PickleWriter.Name;
import dev.triptych.models.checkpoints.PickleWriter.Tensor;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.weights.StateDict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A snapshot as EG3D's training pickles it, of any weights, with settings that can be changed. */
public final class Eg3dPickle {
  private static final Name PERSISTENT =
      new Name("torch_utils.persistence", "_reconstruct_persistent_obj");
  private static final float[] PUBLIC = {
    1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0
  };

  private final Map<String, Map<String, Object>> attributes = new TreeMap<>();
  private final Map<String, Map<String, Object>> tensors = new TreeMap<>();
  private final Map<String, Object> rendering = new HashMap<>();
  private String superResolution = "SuperresolutionHybrid8XDC";

  /** The weights of a generator of this shape, with EG3D's own settings. */
  public Eg3dPickle(Eg3dConfig config, StateDict weights) {
    module("");
    module("renderer");
    for (Map.Entry<String, NDArray> entry : weights.tensors().entrySet()) {
      NDArray value = entry.getValue();
      tensor(entry.getKey(), value.toFloatArray(), value.getShape().getShape());
    }
    set("", "img_resolution", config.imageSize());
    set("", "neural_rendering_resolution", config.rendering().size());
    set("backbone.mapping", "z_dim", config.zDim());
    set("backbone.mapping", "c_dim", config.cDim());
    set("backbone.mapping", "w_dim", config.wDim());
    set("backbone.mapping", "num_layers", config.mapping().layers());
    for (int i = 0; i < config.mapping().layers(); i++) {
      set("backbone.mapping.fc" + i, "activation", "lrelu");
      set("backbone.mapping.fc" + i, "bias_gain", config.mapping().learningRate());
    }
    set("decoder.net.1", "beta", 1);
    set("superresolution", "input_resolution", config.superResolution().inputSize());
    axes(PUBLIC);
    rendering.putAll(
        Map.of(
            "clamp_mode",
            "softplus",
            "superresolution_noise_mode",
            "none",
            "depth_resolution",
            config.rendering().samples(),
            "depth_resolution_importance",
            config.rendering().importanceSamples(),
            "ray_start",
            config.rendering().rayStart(),
            "ray_end",
            config.rendering().rayEnd(),
            "box_warp",
            config.decoder().boxWarp(),
            "avg_camera_radius",
            config.cameras().radius(),
            "avg_camera_pivot",
            List.of(0, 0, config.cameras().pivotZ()),
            "white_back",
            config.rendering().whiteBackground()));
    layers("backbone.synthesis", null);
    double clamp = config.superResolution().clamp();
    layers("superresolution", clamp == 0 ? null : (Integer) (int) clamp);
    for (int i = 0; i < config.superResolution().blocks().size(); i++) {
      boolean up = config.superResolution().blocks().get(i).up();
      set("superresolution.block" + i + ".conv0", "up", up ? 2 : 1);
    }
  }

  private void layers(String part, @Nullable Integer clamp) {
    for (String path : List.copyOf(attributes.keySet())) {
      if (path.startsWith(part) && path.matches(".*(conv[01]|torgb)")) {
        set(path, "conv_clamp", clamp);
        if (!path.endsWith("torgb")) {
          set(path, "activation", "lrelu");
          set(path, "up", path.endsWith("conv0") ? 2 : 1);
        }
      }
    }
  }

  private Map<String, Object> module(String path) {
    if (!path.isEmpty()) {
      module(path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "");
    }
    tensors.computeIfAbsent(path, name -> new TreeMap<>());
    return attributes.computeIfAbsent(path, name -> new HashMap<>());
  }

  /** Changes a module's setting, or makes the module. */
  public Eg3dPickle set(String path, String key, @Nullable Object value) {
    module(path).put(key, value);
    return this;
  }

  /** Changes a setting of rendering. */
  public Eg3dPickle rendering(String key, Object value) {
    rendering.put(key, value);
    return this;
  }

  /** Changes how the three planes lie. */
  public Eg3dPickle axes(float... axes) {
    return set("renderer", "plane_axes", new Tensor(axes, 3, 3, 3));
  }

  /** Changes the class of the super-resolution. */
  public Eg3dPickle superResolution(String name) {
    superResolution = name;
    return this;
  }

  /** Adds or replaces a tensor. */
  public Eg3dPickle tensor(String name, float[] values, long... shape) {
    int dot = name.lastIndexOf('.');
    String path = name.substring(0, Math.max(0, dot));
    module(path);
    tensors.get(path).put(name.substring(dot + 1), new Tensor(values, shape));
    return this;
  }

  /** Leaves a tensor out. */
  public Eg3dPickle without(String name) {
    int dot = name.lastIndexOf('.');
    tensors.get(name.substring(0, dot)).remove(name.substring(dot + 1));
    return this;
  }

  /** The file. */
  public byte[] bytes() {
    set("", "rendering_kwargs", rendering);
    Map<String, Object> snapshot = new TreeMap<>();
    snapshot.put("G", null);
    snapshot.put("G_ema", pickled(""));
    snapshot.put("training_set_kwargs", Map.of("resolution", 512));
    return PickleWriter.pickle(snapshot);
  }

  private Object pickled(String path) {
    Map<String, Object> children = new TreeMap<>();
    for (String other : attributes.keySet()) {
      String parent = other.contains(".") ? other.substring(0, other.lastIndexOf('.')) : "";
      if (!other.isEmpty() && parent.equals(path)) {
        children.put(other.substring(other.lastIndexOf('.') + 1), pickled(other));
      }
    }
    Map<String, Object> state = new HashMap<>(attributes.get(path));
    state.put("_parameters", tensors.get(path));
    state.put("_buffers", Map.of());
    state.put("_modules", children);
    return switch (path) {
      case "renderer" -> new Instance(new Name("training.volumetric_rendering", "Renderer"), state);
      case "decoder" -> new Instance(new Name("training.triplane", "OSGDecoder"), state);
      case "decoder.net" ->
          new Instance(new Name("torch.nn.modules.container", "Sequential"), state);
      case "decoder.net.1" ->
          new Instance(new Name("torch.nn.modules.activation", "Softplus"), state);
      case "" -> persistent("TriPlaneGenerator", state);
      case "superresolution" -> persistent(superResolution, state);
      default -> persistent("Layer", state);
    };
  }

  private static Call persistent(String name, Map<String, Object> state) {
    Map<String, Object> meta = new HashMap<>();
    meta.put("type", "class");
    meta.put("version", 6);
    meta.put("module_src", "# nothing");
    meta.put("class_name", name);
    meta.put("state", state);
    return new Call(PERSISTENT, meta);
  }
}
