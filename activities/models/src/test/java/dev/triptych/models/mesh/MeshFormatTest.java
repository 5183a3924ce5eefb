package dev.triptych.models.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.MeshPrimitiveModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import de.javagl.obj.FloatTuple;
import de.javagl.obj.Obj;
import de.javagl.obj.ObjReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Other people's readers find in a file what was written. */
class MeshFormatTest {
  private static final float RADIUS = .5f;
  private static final PaintedMesh SPHERE = sphere();

  /** Red grows with x, green with y, and blue is a half. */
  private static PaintedMesh sphere() {
    TriangleMesh mesh =
        MarchingCubes.surface(Fields.sphere(RADIUS), new Grid(2, 16, 1), 0, slice -> {});
    float[] colours = mesh.positions().clone();
    for (int i = 0; i < colours.length; i++) {
      colours[i] = i % 3 == 2 ? .5f : colours[i] + .5f;
    }
    return new PaintedMesh(mesh, mesh.normals(), colours);
  }

  private static byte[] written(MeshFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(SPHERE, "a ball, \u00e9", out);
    return out.toByteArray();
  }

  @Test
  void writesGltfThatAReaderUnderstands() throws IOException {
    GltfModel model =
        new GltfModelReader()
            .readWithoutReferences(new ByteArrayInputStream(written(MeshFormat.GLB)));

    assertThat(model.getSceneModels()).hasSize(1);
    assertThat(model.getNodeModels().get(0).getName()).isEqualTo("a ball, \u00e9");
    MeshPrimitiveModel primitive = model.getMeshModels().get(0).getMeshPrimitiveModels().get(0);
    float[] places = floats(primitive.getAttributes().get("POSITION"));
    assertThat(places).isEqualTo(SPHERE.mesh().positions());
    assertThat(floats(primitive.getAttributes().get("NORMAL"))).isEqualTo(SPHERE.normals());
    AccessorModel positions = primitive.getAttributes().get("POSITION");
    for (int axis = 0; axis < 3; axis++) {
      assertThat(positions.getMin()[axis].floatValue()).isEqualTo(SPHERE.mesh().bounds()[0][axis]);
      assertThat(positions.getMax()[axis].floatValue()).isEqualTo(SPHERE.mesh().bounds()[1][axis]);
    }
    int[] corners = new int[SPHERE.mesh().triangles().length];
    primitive
        .getIndices()
        .getAccessorData()
        .createByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asIntBuffer()
        .get(corners);
    assertThat(corners).isEqualTo(SPHERE.mesh().triangles());
  }

  /** A half of sRGB is a fifth of the light. */
  @Test
  void coloursOfGltfAreLinear() throws IOException {
    GltfModel model =
        new GltfModelReader()
            .readWithoutReferences(new ByteArrayInputStream(written(MeshFormat.GLB)));
    AccessorModel colours =
        model.getMeshModels().get(0).getMeshPrimitiveModels().get(0).getAttributes().get("COLOR_0");

    assertThat(colours.isNormalized()).isTrue();
    ByteBuffer raw = colours.getAccessorData().createByteBuffer().order(ByteOrder.nativeOrder());
    for (int vertex = 0; vertex < colours.getCount(); vertex++) {
      double red = Short.toUnsignedInt(raw.getShort()) / 65535.;
      double green = Short.toUnsignedInt(raw.getShort()) / 65535.;
      double blue = Short.toUnsignedInt(raw.getShort()) / 65535.;
      double opaque = Short.toUnsignedInt(raw.getShort()) / 65535.;
      assertThat(blue).isCloseTo(.2140, within(1e-4));
      assertThat(opaque).isEqualTo(1);
      assertThat(red).isBetween(0., 1.);
      assertThat(green).isBetween(0., 1.);
    }
    assertThat(Glb.linear(0)).isZero();
    assertThat(Glb.linear(1)).isEqualTo(1);
    assertThat(Glb.linear(.02)).isCloseTo(.02 / 12.92, within(1e-12));
  }

  private static float[] floats(AccessorModel accessor) {
    float[] values = new float[3 * accessor.getCount()];
    accessor
        .getAccessorData()
        .createByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(values);
    return values;
  }

  @Test
  void writesObjThatAReaderUnderstands() throws IOException {
    Obj read = ObjReader.read(new ByteArrayInputStream(written(MeshFormat.OBJ)));

    assertThat(read.getNumVertices()).isEqualTo(SPHERE.mesh().vertexCount());
    assertThat(read.getNumNormals()).isEqualTo(SPHERE.mesh().vertexCount());
    assertThat(read.getNumFaces()).isEqualTo(SPHERE.mesh().triangleCount());
    FloatTuple first = read.getVertex(0);
    for (int i = 0; i < 3; i++) {
      assertThat(first.get(i)).isEqualTo(SPHERE.mesh().positions()[i]);
      int vertex = read.getFace(7).getVertexIndex(i);
      assertThat(vertex).isEqualTo(SPHERE.mesh().triangles()[21 + i]);
      assertThat(read.getFace(7).getNormalIndex(i)).isEqualTo(vertex);
    }
  }

  /** By the header alone, as readers go through such a file. */
  @Test
  void writesPlyAsItsHeaderSays() throws IOException {
    byte[] file = written(MeshFormat.PLY);
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String header = text.substring(0, text.indexOf("end_header\n"));
    int vertices = SPHERE.mesh().vertexCount();
    int triangles = SPHERE.mesh().triangleCount();
    assertThat(header.lines())
        .startsWith("ply", "format binary_little_endian 1.0", "comment a ball, ?")
        .contains("element vertex " + vertices, "element face " + triangles)
        .containsSubsequence("property float x", "property float nz", "property uchar blue");
    ByteBuffer body =
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(header.length() + 11);
    for (int i = 0; i < vertices; i++) {
      assertThat(body.getFloat()).isEqualTo(SPHERE.mesh().positions()[3 * i]);
      body.position(body.position() + 20);
      int red = Byte.toUnsignedInt(body.get());
      assertThat(red).isEqualTo(Math.round(255 * SPHERE.colours()[3 * i]));
      body.position(body.position() + 2);
    }
    int[] corners = new int[3 * triangles];
    for (int i = 0; i < corners.length; i++) {
      if (i % 3 == 0) {
        assertThat(body.get()).isEqualTo((byte) 3);
      }
      corners[i] = body.getInt();
    }
    assertThat(corners).isEqualTo(SPHERE.mesh().triangles());
    assertThat(body.hasRemaining()).isFalse();
  }

  @Test
  void knowsAFormatByItsName() {
    assertThat(Arrays.stream(MeshFormat.values()).map(MeshFormat::ending))
        .containsExactly(".glb", ".ply", ".obj");
    assertThat(MeshFormat.of("Elf.GLB")).contains(MeshFormat.GLB);
    assertThat(MeshFormat.of("elf.stl")).isEmpty();
  }

  @Test
  void refusesWhatHasNoTriangles() {
    PaintedMesh nothing =
        new PaintedMesh(new TriangleMesh(new float[0], new int[0]), new float[0], new float[0]);

    assertThatThrownBy(() -> MeshFormat.GLB.write(nothing, "nothing", new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void metresAreNotUnits() {
    PaintedMesh large = SPHERE.scaled(2);

    assertThat(large.mesh().volume()).isCloseTo(8 * SPHERE.mesh().volume(), within(1e-4));
    assertThat(large.normals()).isEqualTo(SPHERE.normals());
  }
}
