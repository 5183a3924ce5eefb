package dev.triptych.cli.view;

import dev.triptych.models.images.Image;
import dev.triptych.models.mesh.MeshFormat;
import dev.triptych.models.mesh.PaintedMesh;
import dev.triptych.models.mesh.TriangleMesh;
import dev.triptych.worker.live.Exhibit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Paints plain squares, whose colours tell what was asked for. */
final class FakeStudio implements Studio {
  static final int SIZE = 8;
  static final String BROKEN = "broken";
  private static final long PATIENCE = 20; // seconds

  private final List<Exhibit> exhibits;
  final List<FrameRequest> asked = new CopyOnWriteArrayList<>();

  /** Holds meshes back. */
  final CountDownLatch meshes = new CountDownLatch(1);

  FakeStudio(Exhibit... exhibits) {
    this.exhibits = List.of(exhibits);
  }

  /** One portrait of a style. */
  static Exhibit portrait(String id, String style) {
    return new Exhibit(id, style, "ours", "seed 0", "w0", List.of(), List.of());
  }

  /** One model of many styles, of two faces. */
  static Exhibit model(String id, String... styles) {
    return new Exhibit(
        id,
        "mssi",
        "ours",
        "seed 0",
        id,
        List.of(styles),
        List.of(new Exhibit.Face(0, false), new Exhibit.Face(5, true)));
  }

  @Override
  public ViewData show() {
    return new ViewData(
        "run-1", "a <b>bold</b> experiment", "mini", exhibits, List.of(), SIZE, "the processor");
  }

  @Override
  public Image picture(FrameRequest request) {
    asked.add(request);
    if (request.exhibit().equals(BROKEN)) {
      throw new IllegalStateException("the brush broke");
    }
    if (exhibits.stream().noneMatch(each -> each.id().equals(request.exhibit()))) {
      throw new Refusal.Refused(Refusal.UNKNOWN, "the run has no such head");
    }
    return square(
        (int) (128 + request.angle().pitch()),
        (int) (128 + request.angle().yaw() / 2),
        request.choice().share() + 50 * request.look().ordinal());
  }

  /** One triangle, in two slices, the second when {@link #meshes} are let through. */
  @Override
  public byte[] mesh(FrameRequest request, Runnable slice) {
    slice.run();
    await(meshes);
    slice.run();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    float[] corners = {0, 0, 0, 1, 0, 0, 0, 1, 0};
    float[] up = {0, 0, 1, 0, 0, 1, 0, 0, 1};
    TriangleMesh triangle = new TriangleMesh(corners, new int[] {0, 1, 2});
    try {
      MeshFormat.GLB.write(new PaintedMesh(triangle, up, corners), request.exhibit(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let a mesh be made");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Image square(int... rgb) {
    int[] levels = new int[3 * SIZE * SIZE];
    Arrays.setAll(levels, i -> rgb[i % 3]);
    return Image.ofLevels(levels, SIZE, SIZE, Image.Range.UNIT);
  }
}
