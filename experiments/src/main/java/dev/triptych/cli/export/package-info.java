/** What a run has made, as files for other programs: pictures, meshes, films. */
@NullMarked
package dev.triptych.cli.export;

import org.jspecify.annotations.NullMarked;
