/** Datasets of runs as ordinary files, for other programs. */
@NullMarked
package dev.triptych.cli.datasets;

import org.jspecify.annotations.NullMarked;
