package dev.triptych.models.mesh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Stanford's polygon format (Turk 1994), binary with the lowest byte first; colours are sRGB. */
final class Ply {
  private Ply() {}

  static void write(PaintedMesh painted, String name, OutputStream out) throws IOException {
    TriangleMesh mesh = painted.mesh();
    String header =
        "ply\nformat binary_little_endian 1.0\ncomment "
            + MeshFormat.line(name)
            + "\ncomment metres, y up, the face looks along +z\nelement vertex "
            + mesh.vertexCount()
            + "\nproperty float x\nproperty float y\nproperty float z\nproperty float nx\nproperty"
            + " float ny\nproperty float nz\nproperty uchar red\nproperty uchar green\nproperty"
            + " uchar blue\nelement face "
            + mesh.triangleCount()
            + "\nproperty list uchar int vertex_indices\nend_header\n";
    LittleEndian file = new LittleEndian(out);
    file.bytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < mesh.positions().length; i += 3) {
      for (int axis = 0; axis < 3; axis++) {
        file.put(mesh.positions()[i + axis]);
      }
      for (int axis = 0; axis < 3; axis++) {
        file.put(painted.normals()[i + axis]);
      }
      for (int colour = 0; colour < 3; colour++) {
        file.put((byte) Math.round(255 * painted.colours()[i + colour]));
      }
    }
    for (int i = 0; i < mesh.triangles().length; i++) {
      if (i % 3 == 0) {
        file.put((byte) 3);
      }
      file.put(mesh.triangles()[i]);
    }
    file.flush();
  }
}
