package dev.triptych.cli.view;

import dev.triptych.models.images.Image;

/** Where a page's pictures are made. */
interface Studio {
  /** What there is to show by now. */
  ViewData show();

  /**
   * A picture; called by several threads.
   *
   * @throws Refusal.Refused if there is no such head
   */
  Image picture(FrameRequest request);

  /**
   * The whole head as a mesh, glTF 2.0 in binary; called by another thread than pictures.
   *
   * @param slice is run between the slices of the head, each of which takes as long as a picture
   * @throws Refusal.Refused if there is no such head, or it has no surface
   */
  byte[] mesh(FrameRequest request, Runnable slice);
}
