package dev.triptych.models.mesh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files that a mesh can be written to. */
public enum MeshFormat {
  /** glTF 2.0, binary. */
  GLB {
    @Override
    void writeAll(PaintedMesh mesh, String name, OutputStream out) throws IOException {
      Glb.write(mesh, name, out);
    }
  },
  /** Stanford's polygons, binary. */
  PLY {
    @Override
    void writeAll(PaintedMesh mesh, String name, OutputStream out) throws IOException {
      Ply.write(mesh, name, out);
    }
  },
  /** Wavefront's text. */
  OBJ {
    @Override
    void writeAll(PaintedMesh mesh, String name, OutputStream out) throws IOException {
      Obj.write(mesh, name, out);
    }
  };

  /** The kind that a file's name asks for by how it ends; empty if it is none of these. */
  public static Optional<MeshFormat> of(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith(format.ending())).findFirst();
  }

  /** How names of such files end: {@code .glb}. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes a mesh.
   *
   * @param mesh in metres, y up, with the face towards +z, and with one triangle at least
   * @param name for people
   * @param out is not closed
   */
  public void write(PaintedMesh mesh, String name, OutputStream out) throws IOException {
    if (mesh.mesh().triangleCount() == 0) {
      throw new IllegalArgumentException("a mesh without triangles is none");
    }
    writeAll(mesh, name, out);
  }

  abstract void writeAll(PaintedMesh mesh, String name, OutputStream out) throws IOException;

  /** A name as a comment of one line, in ASCII. */
  static String line(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
