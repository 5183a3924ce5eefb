package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.images.Image;
import org.junit.jupiter.api.Test;

/** Of a ball around the origin, whose depth and normals are known. */
class DepthMapTest {
  private static final int SIZE = 65; // one pixel right in the middle
  private static final int MIDDLE = SIZE / 2;
  private static final double RADIUS = .2;
  private static final Camera.Rig RIG =
      new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL);

  private static DepthMap ball(Camera camera) {
    float[] depth = new float[SIZE * SIZE];
    float[] opacity = new float[SIZE * SIZE];
    double[] origin = camera.origin();
    for (int i = 0; i < depth.length; i++) {
      double[] at = camera.point((i % SIZE + .5) / SIZE, (i / SIZE + .5) / SIZE, 1);
      double b = 0;
      double c = -RADIUS * RADIUS;
      for (int axis = 0; axis < 3; axis++) {
        b += origin[axis] * (at[axis] - origin[axis]);
        c += origin[axis] * origin[axis];
      }
      double root = b * b - c;
      opacity[i] = root < 0 ? 0 : 1;
      depth[i] = root < 0 ? 3 : (float) (-b - Math.sqrt(root));
    }
    return new DepthMap(camera, SIZE, depth, opacity);
  }

  private static int[] pixel(Image picture, int row, int column) {
    int at = 3 * (row * SIZE + column);
    int[] levels = picture.levels();
    return new int[] {levels[at], levels[at + 1], levels[at + 2]};
  }

  @Test
  void normalsOfABallPointAwayFromItsCentre() {
    DepthMap map = ball(RIG.at(20, -30));
    NormalMap normals = map.normals();
    double[][] points = map.points();
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      if (normals.has(i)) {
        double cosine = 0;
        for (int axis = 0; axis < 3; axis++) {
          cosine += normals.normals()[i][axis] * points[i][axis] / RADIUS;
        }
        assertThat(cosine).as("pixel %d", i).isGreaterThan(.93); // a pixel further at the rim
        count++;
      }
    }
    assertThat(count).isGreaterThan(800);
  }

  @Test
  void colourNormalsByTheCamerasOwnAxesFromWhereverItLooks() {
    for (Camera camera : new Camera[] {RIG.frontal(), RIG.at(25, 60)}) {
      Image picture = ball(camera).normals().picture();
      assertThat(pixel(picture, MIDDLE, MIDDLE)[0]).isCloseTo(128, within(6));
      assertThat(pixel(picture, MIDDLE, MIDDLE)[1]).isCloseTo(128, within(6));
      assertThat(pixel(picture, MIDDLE, MIDDLE)[2]).isGreaterThan(250);
      assertThat(pixel(picture, MIDDLE, MIDDLE + 12)[0]).as("red to the right").isGreaterThan(190);
      assertThat(pixel(picture, MIDDLE, MIDDLE - 12)[0]).as("red to the left").isLessThan(70);
      assertThat(pixel(picture, MIDDLE - 12, MIDDLE)[1]).as("green above").isGreaterThan(190);
      assertThat(pixel(picture, MIDDLE + 12, MIDDLE)[1]).as("green below").isLessThan(70);
      assertThat(pixel(picture, 0, 0)).as("nothing").containsExactly(0, 0, 0);
    }
  }

  @Test
  void whatIsNearerIsBrighter() {
    Image picture = ball(RIG.frontal()).picture(2.5, 2.7);
    assertThat(pixel(picture, MIDDLE, MIDDLE)).containsExactly(255, 255, 255);
    assertThat(pixel(picture, MIDDLE, MIDDLE + 14)[0]).isBetween(150, 245);
    assertThat(pixel(picture, 0, 0)).as("nothing").containsExactly(0, 0, 0);
  }

  @Test
  void plasterIsLitFromAboveAndFromTheLeft() {
    Image picture = ball(RIG.at(10, 25)).normals().shaded();
    int lit = pixel(picture, MIDDLE - 10, MIDDLE - 8)[0];
    int middle = pixel(picture, MIDDLE, MIDDLE)[0];
    int dark = pixel(picture, MIDDLE + 12, MIDDLE + 12)[0];
    assertThat(lit).isGreaterThan(230).isLessThan(255);
    assertThat(middle).isBetween(180, 215);
    assertThat(dark).isLessThan(90);
    assertThat(pixel(picture, 0, 0)).as("nothing").containsExactly(255, 255, 255);
  }

  @Test
  void surfacesAreAsFineAsTheirPicturesButNoFiner() {
    assertThat(DepthMap.usualSize(64)).isEqualTo(64);
    assertThat(DepthMap.usualSize(512)).isEqualTo(128);
  }
}
