package dev.triptych.models.mesh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Wavefront's text format. The colour of a vertex, sRGB, follows its place, which is no part of the
 * format but what most programs read.
 */
final class Obj {
  private Obj() {}

  static void write(PaintedMesh painted, String name, OutputStream out) throws IOException {
    TriangleMesh mesh = painted.mesh();
    Writer file = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
    file.write("# " + MeshFormat.line(name) + "\n# metres, y up, the face looks along +z\n");
    for (int i = 0; i < mesh.positions().length; i += 3) {
      file.write("v" + three(mesh.positions(), i) + three(painted.colours(), i) + "\n");
    }
    for (int i = 0; i < painted.normals().length; i += 3) {
      file.write("vn" + three(painted.normals(), i) + "\n");
    }
    for (int i = 0; i < mesh.triangles().length; i++) {
      int vertex = mesh.triangles()[i] + 1; // counted from 1
      file.write((i % 3 == 0 ? "f " : " ") + vertex + "//" + vertex + (i % 3 == 2 ? "\n" : ""));
    }
    file.flush();
  }

  private static String three(float[] values, int from) {
    return " " + values[from] + " " + values[from + 1] + " " + values[from + 2];
  }
}
