/** Moving pictures as files: MP4, GIF and PNG, written frame by frame. */
@NullMarked
package dev.triptych.cli.video;

import org.jspecify.annotations.NullMarked;
