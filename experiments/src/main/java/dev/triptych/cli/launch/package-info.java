/** Verbs that start, resume, stop and serve work, and what they share. */
@NullMarked
package dev.triptych.cli.launch;

import org.jspecify.annotations.NullMarked;
