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
}
