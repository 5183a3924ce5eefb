package dev.triptych.cli.view;

import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Look;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A picture that a page asks for.
 *
 * @param place where it will be shown: a newer picture for the same place makes it needless
 * @param exhibit name of a portrait or model of the run
 * @param zoom 1 for the camera of the run's own pictures
 * @param draft whether it may be coarse, since it will soon give way to the next
 */
record FrameRequest(
    Place place,
    String exhibit,
    Choice choice,
    ViewAngle angle,
    double zoom,
    Look look,
    boolean draft) {
  static final double MOST_PITCH = 80; // from the pole a camera does not know where up is
  static final double MOST_YAW = 180;
  static final double LEAST_ZOOM = .5;
  static final double MOST_ZOOM = 4;
  static final int MOST_HEADS = 8; // of a page

  private static final int MOST_NUMBER = 1_000_000; // of a style or a face
  private static final Pattern PAGE = Pattern.compile("[A-Za-z0-9-]{1,40}");

  /**
   * @param page a name that a page gave itself
   * @param head number of the head on it
   */
  record Place(String page, int head) {}

  /**
   * @throws Refused if a parameter is out of its range
   */
  static FrameRequest of(Parameters asked) {
    String page = asked.text("page", "0");
    if (!PAGE.matcher(page).matches()) {
      throw new Refused(Refusal.BAD, "page must be letters, digits and -");
    }
    return new FrameRequest(
        new Place(page, asked.count("head", MOST_HEADS - 1)),
        asked.text("exhibit", ""),
        new Choice(
            asked.count("plain", 1) == 1,
            asked.count("from", MOST_NUMBER),
            asked.count("to", MOST_NUMBER),
            asked.count("share", Choice.WHOLE),
            asked.count("face", MOST_NUMBER)),
        new ViewAngle(
            asked.number("pitch", -MOST_PITCH, MOST_PITCH, 0),
            asked.number("yaw", -MOST_YAW, MOST_YAW, 0)),
        asked.number("zoom", LEAST_ZOOM, MOST_ZOOM, 1),
        look(asked.text("look", "colour")),
        asked.count("draft", 1) == 1);
  }

  private static Look look(String name) {
    for (Look look : Look.values()) {
      if (look.name().toLowerCase(Locale.ROOT).equals(name)) {
        return look;
      }
    }
    throw new Refused(Refusal.BAD, "look must be colour, depth or normals");
  }
}
