package dev.triptych.models.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * glTF 2.0 in one binary file (Khronos, glTF 2.0 specification, sections 3.6, 3.7 and 4.4): one
 * mesh with normals and colours. Lengths are metres, y is up, and the face looks along +z, which
 * the specification calls the front. Colours are linear there, not sRGB as in pictures.
 */
final class Glb {
  private static final int MAGIC = 0x46546C67; // "glTF"
  private static final int JSON = 0x4E4F534A;
  private static final int BIN = 0x004E4942;
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private static final int FLOAT = 5126;
  private static final int UNSIGNED_SHORT = 5123;
  private static final int UNSIGNED_INT = 5125;
  private static final int VERTICES = 34962; // ARRAY_BUFFER
  private static final int INDICES = 34963; // ELEMENT_ARRAY_BUFFER

  private static final int POINT = 3 * Float.BYTES;
  private static final int COLOUR = 4 * Short.BYTES;
  private static final int LIGHTEST = 65535;

  private final List<Map<String, Object>> views = new ArrayList<>();
  private final List<Map<String, Object>> accessors = new ArrayList<>();
  private int bytes;

  private Glb() {}

  static void write(PaintedMesh painted, String name, OutputStream out) throws IOException {
    Glb glb = new Glb();
    byte[] json = glb.json(painted.mesh(), name);
    LittleEndian file = new LittleEndian(out);
    file.put(MAGIC);
    file.put(2);
    file.put(HEADER + CHUNK_HEADER + json.length + CHUNK_HEADER + glb.bytes);
    file.put(json.length);
    file.put(JSON);
    file.bytes(json);
    file.put(glb.bytes);
    file.put(BIN);
    for (float value : painted.mesh().positions()) {
      file.put(value);
    }
    for (float value : painted.normals()) {
      file.put(value);
    }
    for (int i = 0; i < painted.colours().length; i++) {
      file.put((short) Math.round(LIGHTEST * linear(painted.colours()[i])));
      if (i % 3 == 2) {
        file.put((short) LIGHTEST); // opaque
      }
    }
    for (int vertex : painted.mesh().triangles()) {
      file.put(vertex);
    }
    file.flush();
  }

  /** The light of an sRGB value, both in [0, 1] (IEC 61966-2-1). */
  static double linear(double srgb) {
    return srgb <= .04045 ? srgb / 12.92 : Math.pow((srgb + .055) / 1.055, 2.4);
  }

  private byte[] json(TriangleMesh mesh, String name) throws IOException {
    int count = mesh.vertexCount();
    Map<String, Object> bounds = new LinkedHashMap<>();
    float[][] ends = mesh.bounds();
    bounds.put("min", ends[0]);
    bounds.put("max", ends[1]);
    int positions = accessor(VERTICES, POINT, FLOAT, "VEC3", count, bounds);
    int normals = accessor(VERTICES, POINT, FLOAT, "VEC3", count, Map.of());
    int colours =
        accessor(VERTICES, COLOUR, UNSIGNED_SHORT, "VEC4", count, Map.of("normalized", true));
    int indices =
        accessor(INDICES, Integer.BYTES, UNSIGNED_INT, "SCALAR", mesh.triangles().length, Map.of());
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("POSITION", positions);
    attributes.put("NORMAL", normals);
    attributes.put("COLOR_0", colours);
    Map<String, Object> primitive = new LinkedHashMap<>();
    primitive.put("attributes", attributes);
    primitive.put("indices", indices);
    primitive.put("material", 0);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("asset", Map.of("version", "2.0", "generator", "Triptych"));
    root.put("scene", 0);
    root.put("scenes", List.of(Map.of("nodes", List.of(0))));
    root.put("nodes", List.of(Map.of("name", name, "mesh", 0)));
    root.put("meshes", List.of(Map.of("name", name, "primitives", List.of(primitive))));
    // neither metal nor mirror: light and colour alone
    root.put(
        "materials",
        List.of(Map.of("pbrMetallicRoughness", Map.of("metallicFactor", 0, "roughnessFactor", 1))));
    root.put("accessors", accessors);
    root.put("bufferViews", views);
    root.put("buffers", List.of(Map.of("byteLength", bytes)));
    byte[] json = new ObjectMapper().writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 3) / 4 * 4);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /** Adds {@code count} elements behind all others; returns the accessor's number. */
  private int accessor(
      int target, int size, int component, String type, int count, Map<String, Object> more) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("buffer", 0);
    view.put("byteOffset", bytes);
    view.put("byteLength", Math.multiplyExact(size, count));
    if (target == VERTICES) {
      view.put("byteStride", size);
    }
    view.put("target", target);
    bytes = Math.addExact(bytes, Math.multiplyExact(size, count));
    Map<String, Object> accessor = new LinkedHashMap<>();
    accessor.put("bufferView", views.size());
    accessor.put("componentType", component);
    accessor.put("count", count);
    accessor.put("type", type);
    accessor.putAll(more);
    views.add(view);
    accessors.add(accessor);
    return accessors.size() - 1;
  }
}
