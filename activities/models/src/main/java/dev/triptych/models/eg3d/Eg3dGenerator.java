package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.OsgDecoder.Samples;
import dev.triptych.models.eg3d.VolumeRenderer.View;
import dev.triptych.models.weights.Weights;

/**
 * EG3D: latent code → style → three feature planes → feature image → image. Tensor names are those
 * of the public checkpoints.
 */
public final class Eg3dGenerator {
  /**
   * A rendered batch, values about [−1, 1], not clamped.
   *
   * @param image [n, 3, imageSize, imageSize]
   * @param raw [n, 3, size, size], before super-resolution
   * @param features [n, c, size, size]; {@code raw} is their first three channels
   * @param depth [n, 1, size, size]
   * @param opacity [n, 1, size, size] in [0, 1]
   */
  public record Rendering(
      NDArray image, NDArray raw, NDArray features, NDArray depth, NDArray opacity) {}

  private final Eg3dConfig config;
  private final Mapping mapping;
  private final Backbone backbone;
  private final OsgDecoder decoder;
  private final VolumeRenderer renderer;
  private final SuperResolution superResolution;

  public Eg3dGenerator(Weights w, Eg3dConfig config) {
    this.config = config;
    int features = config.backbone().planeChannels();
    this.mapping = new Mapping(w.at("backbone").at("mapping"), config);
    this.backbone =
        new Backbone(w.at("backbone").at("synthesis"), config.backbone(), config.wDim());
    this.decoder = new OsgDecoder(w.at("decoder"), config.decoder(), features);
    this.renderer = new VolumeRenderer(decoder, config.rendering());
    this.superResolution =
        new SuperResolution(
            w.at("superresolution"), config.superResolution(), features, config.wDim());
  }

  public Eg3dConfig config() {
    return config;
  }

  /** Whether a tensor of this name is trained; the others are buffers (fixed noise, averages). */
  public static boolean isTrained(String name) {
    return !name.endsWith("w_avg") && !name.endsWith("noise_const");
  }

  /** Whether a tensor turns planes into pictures: decoder and super-resolution. */
  public static boolean isRenderer(String name) {
    return name.startsWith("decoder.") || name.startsWith("superresolution.");
  }

  public Mapping mapping() {
    return mapping;
  }

  public OsgDecoder decoder() {
    return decoder;
  }

  public VolumeRenderer renderer() {
    return renderer;
  }

  public SuperResolution superResolution() {
    return superResolution;
  }

  /**
   * Style vectors of latent codes.
   *
   * @param z [n, z], standard Gaussian
   * @param condition [n, 25] conditioning cameras (the frontal one at inference); ignored if {@code
   *     cDim} is 0
   * @param psi truncation
   * @return [n, layers, w]
   */
  public NDArray ws(NDArray z, NDArray condition, double psi) {
    return spread(mapping.forward(z, condition), psi);
  }

  /** Style vectors of an unconditioned generator. */
  public NDArray ws(NDArray z, double psi) {
    if (config.cDim() != 0) {
      throw new IllegalStateException("this generator's mapping is conditioned on a camera");
    }
    return ws(z, z, psi);
  }

  /** The style {@code w} [n, w] for every layer, drawn towards the average by {@code psi}. */
  public NDArray spread(NDArray w, double psi) {
    return mapping.spread(w, psi, config.backbone().layers());
  }

  /** The style [n, w] that super-resolution takes: the last layer's. */
  public static NDArray style(NDArray ws) {
    return ws.get(":, -1");
  }

  /** The style that {@link #render} takes for portraits of these style vectors, [n or 1, w]. */
  public NDArray renderStyle(NDArray ws) {
    return config.superResolution().averageStyle() ? averageStyle(ws.getManager()) : style(ws);
  }

  /** The average style [1, w], owned by {@code scope}. */
  public NDArray averageStyle(NDManager scope) {
    return Mapping.KERNELS.callIn(scope, "row", mapping.average());
  }

  /** As {@link #planes(NDArray)}, with a hook on every block's features. */
  public NDArray planes(NDArray ws, Backbone.FeatureHook hook) {
    return backbone.forward(ws, hook);
  }

  /**
   * Feature planes [n, 3·c, h, h] of style vectors [n, layers, w].
   *
   * <p>Noise is the stored one, so equal styles give equal planes.
   */
  public NDArray planes(NDArray ws) {
    return backbone.forward(ws);
  }

  /**
   * Renders one image per camera; everything belongs to the cameras' manager. Gradients reach
   * planes, cameras, style, decoder and super-resolution.
   *
   * @param planes [n, 3·c, h, h], or [1, …] for all cameras
   * @param cameras [n, 25] as {@link Camera#labels}
   * @param style [n, w], or [1, w] for all, which is faster
   */
  public Rendering render(NDArray planes, NDArray cameras, NDArray style, Sampling sampling) {
    return render(planes, cameras, style, sampling, config.rendering().size());
  }

  /** As above with {@code size}² rays an image. */
  public Rendering render(
      NDArray planes, NDArray cameras, NDArray style, Sampling sampling, int size) {
    View view = renderer.render(cameras, planes, sampling, size);
    NDArray image = superResolution.forward(view.features(), style);
    return new Rendering(
        image, view.features().get(":, :3"), view.features(), view.depth(), view.opacity());
  }

  /** The field at world points [n, p, 3]; see {@link OsgDecoder#at}. */
  public Samples sigmaAndColour(NDArray planes, NDArray points) {
    return decoder.at(points, planes);
  }

  /** The raw density [n, p] at world points [n, p, 3]; see {@link OsgDecoder#raw}. */
  public NDArray sigma(NDArray planes, NDArray points) {
    return decoder.raw(points, planes);
  }
}
